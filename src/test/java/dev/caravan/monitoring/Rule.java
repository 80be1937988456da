package dev.caravan.monitoring;

import java.util.Map;

/**
 * A rule of Prometheus, as it stands in a file.
 *
 * @param file the file's name
 * @param name of the alert or of the recorded series
 */
record Rule(
    String file,
    boolean isAlert,
    String name,
    String expression,
    Map<String, String> labels,
    Map<String, String> annotations) {}
