package dev.caravan.routes;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds the line of what Camel complains about, within one route. */
final class Places {

  private final FileElements.Element route;
  private final List<ScalarNode> scalars;

  Places(FileElements.Element route) {
    this.route = route;
    this.scalars = Nodes.scalars(route.node());
  }

  /**
   * The line a URI stands in; the route's own when it does not stand there as one word.
   *
   * @param uri as Camel's YAML DSL made it, with the options that stand below {@code parameters:}
   */
  int lineOf(String uri) {
    int at = indexOf(uri);
    return at < 0 ? route.line() : Nodes.line(scalars.get(at));
  }

  /** The line an option of a URI stands in. */
  int lineOfOption(String uri, String option) {
    int at = indexOf(uri);
    if (at >= 0 && scalars.get(at).getValue().contains(option + "=")) {
      return Nodes.line(scalars.get(at));
    }
    for (int i = Math.max(at, 0); i < scalars.size(); i++) {
      if (scalars.get(i).getValue().equals(option)) {
        return Nodes.line(scalars.get(i));
      }
    }
    return lineOf(uri);
  }

  static String withoutOptions(String uri) {
    int options = uri.indexOf('?');
    return options < 0 ? uri : uri.substring(0, options);
  }

  private int indexOf(String uri) {
    for (String text : List.of(uri, withoutOptions(uri), EndpointProbe.scheme(uri))) {
      for (int i = 0; i < scalars.size(); i++) {
        if (scalars.get(i).getValue().strip().equals(text)) {
          return i;
        }
      }
    }
    return -1;
  }
}
