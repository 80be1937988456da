package dev.caravan.workload;

/**
 * What a workload has done so far.
 *
 * @param transactions committed ones
 * @param rolledBack transactions given up
 * @param changes rows inserted, updated or deleted by committed transactions
 */
public record WorkloadCounts(long transactions, long rolledBack, long changes) {}
