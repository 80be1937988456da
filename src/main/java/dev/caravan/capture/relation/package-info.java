/** The captured tables as PostgreSQL describes them: in its stream, and in its catalog. */
package dev.caravan.capture.relation;
