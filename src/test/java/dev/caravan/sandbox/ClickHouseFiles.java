package dev.caravan.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The configuration of a ClickHouse of the sandbox. Its Keeper is within the process and forgets
 * all when that ends: it serves replicated tables of a single replica. It knows a cluster {@code
 * alone}, though it can't hand anything on to it.
 *
 * @param user who may do everything
 * @param security names a user of few rights; null when there is none
 */
record ClickHouseFiles(
    Path folder, int httpPort, int nativePort, String user, String password, Security security) {

  /** The system property that has ClickHouse keep a log of its queries, which costs time. */
  static final String QUERY_LOG = "caravan.sandbox.query-log";

  private static final String QUERY_LOG_XML =
      "<query_log><database>system</database><table>query_log</table>"
          + "<flush_interval_milliseconds>1000</flush_interval_milliseconds></query_log>";

  Path data() {
    return folder.resolve("data");
  }

  Path config() {
    return folder.resolve("config.xml");
  }

  void write() throws IOException {
    Files.createDirectories(data());
    Files.writeString(config(), configXml());
    Files.writeString(folder.resolve("users.xml"), usersXml());
  }

  /** The engine inside chdb takes ports and path from its command line, a server from here. */
  private String configXml() {
    return """
    <clickhouse>
      <logger><level>warning</level><console>true</console></logger>
      <listen_host>127.0.0.1</listen_host>
      <http_port>%1$d</http_port>
      <tcp_port>%2$d</tcp_port>
      <path>%3$s/</path>
      <tmp_path>%3$s/tmp/</tmp_path>
      <user_files_path>%3$s/user_files/</user_files_path>
      <format_schema_path>%3$s/format_schemas/</format_schema_path>
      <users_config>%4$s</users_config>
      <default_profile>default</default_profile>
      <default_database>default</default_database>
      <keep_alive_timeout>30</keep_alive_timeout>
      <zookeeper><implementation>testkeeper</implementation></zookeeper>
      <remote_servers><alone><shard><replica><host>127.0.0.1</host><port>%2$d</port></replica></shard></alone></remote_servers>
      <interserver_http_host>127.0.0.1</interserver_http_host>
      <interserver_http_port>%6$d</interserver_http_port>
      <background_pool_size>16</background_pool_size>
      <background_schedule_pool_size>16</background_schedule_pool_size>
      <background_message_broker_schedule_pool_size>16</background_message_broker_schedule_pool_size>
      <http_handlers>
        <rule><url>/metrics</url><handler><type>prometheus</type><expose_metrics>true</expose_metrics>
          <expose_events>true</expose_events>
          <expose_asynchronous_metrics>true</expose_asynchronous_metrics></handler></rule>
        <defaults/>
      </http_handlers>
      %5$s
    </clickhouse>
    """
        .formatted(
            httpPort,
            nativePort,
            data(),
            folder.resolve("users.xml"),
            Boolean.getBoolean(QUERY_LOG) ? QUERY_LOG_XML : "",
            LoopbackPort.free());
  }

  /** The engine inside chdb starts as "default", which may do nothing else. */
  private String usersXml() {
    return """
    <clickhouse>
      <profiles><default/></profiles>
      <quotas><default/></quotas>
      <users>
        <%1$s>
          <password>%2$s</password>
          <networks><ip>127.0.0.1</ip></networks>
          <profile>default</profile>
          <quota>default</quota>
        </%1$s>
        <default>
          <password/>
          <networks><ip>::1</ip></networks>
          <profile>default</profile>
          <quota>default</quota>
          <grants>
            <query>GRANT SYSTEM LISTEN ON *.*</query>
            <query>GRANT SELECT, CREATE ON default.table</query>
            <query>GRANT TABLE ENGINE ON File</query>
          </grants>
        </default>
        %3$s
      </users>
    </clickhouse>
    """
        .formatted(user, password, security == null ? "" : userOfFewRights());
  }

  private String userOfFewRights() {
    String grants =
        security.clickHouseGrants().stream()
            .map(grant -> "<query>" + escaped(grant) + "</query>")
            .collect(Collectors.joining("\n"));
    return """
    <%1$s>
      <password>%2$s</password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <grants>%3$s</grants>
    </%1$s>
    """
        .formatted(Security.USER, escaped(Security.CLICKHOUSE_PASSWORD), grants);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
