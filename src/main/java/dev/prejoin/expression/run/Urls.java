package dev.prejoin.expression.run;

/** Parts of URLs, by ClickHouse's own rules, which are not those of RFC 3986. */
public final class Urls {
  private static final int LONGEST_SCHEME = 16;
  private static final String RESTRICTED = " \t<>%{}|\\^~[];=&";

  private Urls() {}

  public static String cutQueryString(String url) {
    int mark = url.indexOf('?');
    return mark < 0 ? url : url.substring(0, mark) + url.substring(firstOf(url, '#', '#', mark));
  }

  /** The last part of the host, but nothing of an IPv4 address. */
  public static String topLevelDomain(String url) {
    String host = domain(url);
    String whole = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    int dot = whole.lastIndexOf('.');
    boolean isName = dot >= 0 && dot + 1 < whole.length() && !isDigit(whole.charAt(dot + 1));
    return isName ? whole.substring(dot + 1) : "";
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The host, if it has a dot. */
  public static String domain(String url) {
    int end = url.length();
    int start = hostStart(url);
    if (start < 0) {
      return "";
    }
    int dot = -1;
    int at = start;
    for (; at < end && ":/?#".indexOf(url.charAt(at)) < 0; at++) {
      char c = url.charAt(at);
      if (c == '.') {
        dot = at;
      } else if (c == '@') {
        start = at + 1;
      } else if (RESTRICTED.indexOf(c) >= 0) {
        return "";
      }
    }
    boolean isHost = dot >= 0 && start < at && at - dot != 1 && !endsHost(url, dot + 1);
    return isHost ? url.substring(start, at) : "";
  }

  private static boolean endsHost(String url, int at) {
    return at < url.length() && ":/?#".indexOf(url.charAt(at)) >= 0;
  }

  /** Behind the scheme and its slashes; -1 if this is no URL. */
  private static int hostStart(String url) {
    if (url.startsWith("//")) {
      return 2;
    }
    if (url.isEmpty() || url.charAt(0) >= 0x80) {
      return 0;
    }
    // ClickHouse looks for a scheme in the first bytes.
    int end = Utf8.atOrBehind(url, Math.min(Utf8.length(url), LONGEST_SCHEME));
    int at = 1;
    for (; at < end; at++) {
      char c = url.charAt(at);
      if (RESTRICTED.indexOf(c) >= 0) {
        return -1;
      }
      if (!isAlphanumeric(c) && ".-+".indexOf(c) < 0) {
        break;
      }
    }
    return end - at > 2 && url.startsWith("://", at) ? at + 3 : 0;
  }

  public static String cutFragment(String url) {
    int at = url.indexOf('#');
    return at < 0 ? url : url.substring(0, at);
  }

  public static String cutQueryStringAndFragment(String url) {
    int at = 0;
    while (at < url.length() && url.charAt(at) != '?' && url.charAt(at) != '#') {
      at++;
    }
    return url.substring(0, at);
  }

  public static String domainWithoutWww(String url) {
    String domain = domain(url);
    return domain.length() > 4 && domain.startsWith("www.") ? domain.substring(4) : domain;
  }

  public static String protocol(String url) {
    int at = 0;
    while (at < url.length()
        && (isAlphanumeric(url.charAt(at)) || (at > 0 && ".-+".indexOf(url.charAt(at)) >= 0))
        && !(at == 0 && Character.isDigit(url.charAt(at)))) {
      at++;
    }
    boolean ends = at > 0 && Utf8.length(url) - at >= 4 && url.charAt(at) == ':';
    return ends ? url.substring(0, at) : "";
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  public static String path(String url) {
    int start = pathStart(url);
    return start < 0 ? "" : url.substring(start, firstOf(url, '?', '#', start));
  }

  public static String pathFull(String url) {
    int start = pathStart(url);
    return start < 0 ? "" : url.substring(start);
  }

  private static int pathStart(String url) {
    int slash = url.indexOf('/');
    return slash >= 0 && url.startsWith("/", slash + 1) ? url.indexOf('/', slash + 2) : slash;
  }

  public static String queryString(String url) {
    int mark = url.indexOf('?');
    return mark < 0 ? "" : url.substring(mark + 1, firstOf(url, '#', '#', mark));
  }

  public static String fragment(String url) {
    int mark = url.indexOf('#');
    return mark < 0 ? "" : url.substring(mark + 1);
  }

  /**
   * The value of a parameter, still encoded.
   *
   * @param name with a = behind it
   */
  public static String parameter(String url, String name) {
    int at = firstOf(url, '?', '#', 0) + 1;
    while (at > 0 && at < url.length()) {
      at = url.indexOf(name, at);
      if (at < 0) {
        return "";
      }
      char before = url.charAt(at - 1);
      at += name.length();
      if (before == '?' || before == '#' || before == '&') {
        return url.substring(at, firstOf(url, '&', '#', at));
      }
    }
    return "";
  }

  private static int firstOf(String url, char a, char b, int from) {
    int at = from;
    while (at < url.length() && url.charAt(at) != a && url.charAt(at) != b) {
      at++;
    }
    return at;
  }
}
