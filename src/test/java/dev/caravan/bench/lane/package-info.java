/**
 * Where benches run: a source database with its backlog, and a lane of its own for every run, so
 * that runs on one sandbox do not see each other.
 */
package dev.caravan.bench.lane;
