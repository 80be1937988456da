/** Prometheus, Alertmanager and exporters as processes, where the machine has them. */
package dev.caravan.monitoring.stack;
