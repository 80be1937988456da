package dev.caravan.routes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file's bytes as one YAML document, of which each node knows its line. */
final class YamlDocument {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private YamlDocument() {}

  /**
   * @param findings gets what is wrong
   * @return the document's root; empty when something is wrong
   */
  static Optional<Node> read(byte[] content, Findings findings) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      findings.add(0, "is not UTF-8; write it as UTF-8 text");
      return Optional.empty();
    }
    if (text.isBlank()) {
      findings.add(0, "is empty; expected a list of routes, each beginning with '- route:'");
      return Optional.empty();
    }
    Optional<Node> root = compose(text, findings);
    if (!text.endsWith("\n")) {
      // Half of a file is often right as YAML; only the missing end tells it from a whole one.
      findings.add(
          (int) text.lines().count(),
          "does not end with a line end, so it may be cut off; end the last line, too");
    }
    return findings.isEmpty() ? root : Optional.empty();
  }

  private static Optional<Node> compose(String text, Findings findings) {
    String yaml = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setParseComments(false).build()).composeString(yaml);
      if (root.isEmpty()) {
        findings.add(
            0, "holds comments only; expected a list of routes, each beginning with '- route:'");
      }
      root.ifPresent(node -> NodeCheck.check(node, findings));
      return root;
    } catch (MarkedYamlEngineException e) {
      findings.add(line(e), "is not YAML: " + Reasons.of(e));
    } catch (YamlEngineException e) {
      findings.add(0, "is not YAML: " + Reasons.of(e));
    }
    return Optional.empty();
  }

  private static int line(MarkedYamlEngineException e) {
    return e.getProblemMark().or(e::getContextMark).map(mark -> mark.getLine() + 1).orElse(0);
  }
}
