/** What people watch Caravan with: rules, dashboards, runbooks and the meters they show. */
package dev.caravan.monitoring;
