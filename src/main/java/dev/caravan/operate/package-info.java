/** What runs the pipeline: route files, probes and the meters of what lies outside. */
package dev.caravan.operate;
