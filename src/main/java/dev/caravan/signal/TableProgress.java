package dev.caravan.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How far a captured table's incremental snapshot is, as the capture tells it in Kafka: the field
 * {@code progress} of the table's record on {@code <prefix>.positions}, whose key is {@code
 * {"slot":"caravan","schema":"inventory","table":"orders"}}. A table of the first snapshot that was
 * never read anew has none.
 *
 * @param schema the table's schema
 * @param table its name in the schema
 * @param id the id of the request that asked for it, or null when the table was found by itself
 * @param filter the SQL condition on the rows that are read, or null for all
 * @param rowsRead rows read so far
 * @param rowsExpected PostgreSQL's estimate of all rows when it began; -1 when it has none
 * @param begunAt when it began, {@code 2026-11-23T14:18:51.814Z}
 * @param changedAt when this was written
 * @param reason why it waits or has failed, for people; null otherwise
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TableProgress(
    String schema,
    String table,
    State state,
    String id,
    String filter,
    long rowsRead,
    long rowsExpected,
    String begunAt,
    String changedAt,
    String reason) {

  /** What becomes of a table that is to be captured, or read anew. */
  public enum State {
    /** It does not exist in PostgreSQL yet, or must not be read; it is looked for again. */
    @JsonProperty("waiting")
    WAITING,
    /** Transactions that began before its capture are waited for. */
    @JsonProperty("joining")
    JOINING,
    /** Its rows are read. */
    @JsonProperty("reading")
    READING,
    /** All of its rows were read. */
    @JsonProperty("complete")
    COMPLETE,
    /** Somebody cancelled the reading; what was read stays. */
    @JsonProperty("cancelled")
    CANCELLED
  }
}
