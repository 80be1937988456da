package dev.caravan.deliver.event;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.processor.FilterProcessor;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Has each filter within a split of a batch note on the exchange whether it matched, as Camel does
 * where a filter names a {@code statusPropertyName}. One that names its own is left alone.
 */
final class FilterMarks implements InterceptStrategy {

  private static final String MARK = "CaravanFilter.";

  private final AtomicInteger filters = new AtomicInteger();

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor next) {
    if (target instanceof FilterProcessor filter
        && filter.getStatusPropertyName() == null
        && isWithinSplit(definition)) {
      filter.setStatusPropertyName(MARK + filters.incrementAndGet());
    }
    return target;
  }

  /** Whether a filter did not match the event. */
  static boolean isFiltered(Exchange event) {
    return event.getProperties().entrySet().stream()
        .anyMatch(each -> each.getKey().startsWith(MARK) && Boolean.FALSE.equals(each.getValue()));
  }

  private static boolean isWithinSplit(NamedNode definition) {
    for (NamedNode node = definition; node != null; node = node.getParent()) {
      if (node instanceof SplitDefinition split
          && BatchAggregation.NAME.equals(split.getAggregationStrategy())) {
        return true;
      }
    }
    return false;
  }
}
