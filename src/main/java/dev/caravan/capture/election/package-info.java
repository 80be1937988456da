/**
 * Who may try to capture, where somebody else than PostgreSQL's lock decides: a Kubernetes Lease.
 */
package dev.caravan.capture.election;
