package dev.caravan.deliver.event;

import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliveryException;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;

/**
 * Puts a batch together again after a {@code split}: {@code aggregationStrategy: changes}. Whatever
 * order the events come back in, the batch has them in its own.
 *
 * <p>When a step failed for one event, the whole batch fails, and is tried again: an event is left
 * out only where the route says so.
 */
public final class BatchAggregation implements AggregationStrategy {

  /** The name routes know it by. */
  public static final String NAME = "changes";

  private static final String OUTCOMES = "CaravanOutcomes";

  /** Makes it known to a context under its name. */
  public static void register(CamelContext context) {
    Registry registry = context.getRegistry();
    if (registry.lookupByNameAndType(NAME, AggregationStrategy.class) == null) {
      registry.bind(NAME, new BatchAggregation());
      context.getCamelContextExtension().addInterceptStrategy(new FilterMarks());
    }
  }

  @Override
  public Exchange aggregate(Exchange former, Exchange event) {
    throw new IllegalStateException(
        "aggregationStrategy '" + NAME + "' belongs to a split of the batch a kafka: route gets");
  }

  @Override
  public Exchange aggregate(Exchange former, Exchange event, Exchange batch) {
    if (!(batch.getMessage().getBody() instanceof ChangeBatch)) {
      return aggregate(former, event);
    }
    outcomes(batch).add(event);
    return batch;
  }

  private static Outcomes outcomes(Exchange batch) {
    Outcomes outcomes = batch.getProperty(OUTCOMES, Outcomes.class);
    if (outcomes == null) {
      outcomes = new Outcomes();
      batch.setProperty(OUTCOMES, outcomes);
    }
    return outcomes;
  }

  @Override
  public void onCompletion(Exchange result, Exchange batch) {
    if (result != null && result != batch) {
      // A split that stops at an exception hands over the exchange that has it.
      outcomes(batch).add(result);
    }
    Outcomes outcomes = (Outcomes) batch.removeProperty(OUTCOMES);
    try {
      if (outcomes != null && batch.getMessage().getBody() instanceof ChangeBatch whole) {
        batch.getMessage().setBody(whole.with(outcomes.of(whole)));
      }
    } catch (DeliveryException e) {
      batch.setException(e);
      if (result != null && result != batch) {
        result.setException(e);
      }
    }
  }
}
