package io.busline.cli.command;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections of whichever driver knows a URL, one for each time it is asked.
 *
 * @param url the JDBC URL
 * @param user the user, or an empty text
 * @param password the user's password
 */
public record DriverDataSource(String url, String user, String password) implements DataSource {

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(user, password);
  }

  @Override
  public Connection getConnection(String name, String secret) throws SQLException {
    Properties properties = new Properties();
    if (!name.isEmpty()) {
      properties.setProperty("user", name);
      properties.setProperty("password", secret);
    }
    return driver().connect(url, properties);
  }

  private Driver driver() {
    try {
      return DriverManager.getDriver(url);
    } catch (SQLException e) {
      String scheme = url.replaceAll("(?s)^(jdbc:[a-z0-9]+:|).*$", "$1");
      throw CommandException.usage(
          "no driver here knows the database URL%s. Valid are jdbc:postgresql:…, jdbc:mariadb:… for MariaDB and MySQL, and jdbc:sqlite:…"
              .formatted(scheme.isEmpty() ? "" : " " + scheme + "…"),
          e);
    }
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  /** Without the password, and without the URL, which may hold one. */
  @Override
  public String toString() {
    return "DriverDataSource";
  }
}
