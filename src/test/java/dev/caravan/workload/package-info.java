/** The sample shop: the schema inventory, data for it, and people who keep changing it. */
package dev.caravan.workload;
