/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelqwentts.transport;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Removes secrets from external texts: the given secrets, and the query and user info of every URL, which may have
 * tokens and signatures. Never used on codes, IDs or URLs that are still needed.
 */
public final class Redaction implements UnaryOperator<String> {

    public static final String MASK = "***";

    /** A shorter secret may be part of an ordinary word, so it is hidden only as a word of its own. */
    private static final int UNMISTAKABLE = 8;

    /** Shorter values of a query are version numbers and the like. */
    private static final int SHORTEST_QUERY_SECRET = 6;

    private static final Pattern URL = Pattern.compile(
            "(?i)\\b([a-z][a-z0-9+.-]{0,30}+://)([^\\s/?#@\"'<>]*+@)?([^\\s?#\"'<>]*+)(\\?[^\\s#\"'<>]*+)?");

    private final List<String> secrets;

    private Redaction(Collection<String> secrets) {
        // The longest first, otherwise a part of it would be left after a shorter one was hidden.
        this.secrets = secrets.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** Hides these texts wherever they occur. */
    public static Redaction of(String... secrets) {
        return new Redaction(List.of()).with(List.of(secrets), List.of());
    }

    /** Hides in addition these URLs, which may be secret as a whole, and the values of their queries. */
    public Redaction withUrls(Collection<String> urls) {
        return urls.isEmpty() ? this : with(List.of(), urls);
    }

    private Redaction with(Collection<String> texts, Collection<String> urls) {
        Set<String> all = new LinkedHashSet<>(secrets);
        texts.stream().filter(text -> text != null && !text.isBlank()).forEach(all::add);
        for (String url : urls) {
            if (url != null && !url.isBlank()) {
                all.add(url);
                addQueryValues(url, all);
            }
        }
        return new Redaction(all);
    }

    /** {@return null for null} */
    @Override
    public @Nullable String apply(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String clean = text;
        for (String secret : secrets) {
            clean = secret.length() < UNMISTAKABLE ? hideWord(clean, secret) : clean.replace(secret, MASK);
        }
        return maskUrls(clean);
    }

    /** Hides the query and the user info of each URL in a text. */
    public static String maskUrls(String text) {
        if (text == null || !text.contains("://")) {
            return text;
        }
        return URL.matcher(text).replaceAll(match -> {
            String userInfo = match.group(2) == null ? "" : MASK + "@";
            String query = match.group(4) == null ? "" : "?" + MASK;
            return Matcher.quoteReplacement(match.group(1) + userInfo + match.group(3) + query);
        });
    }

    private static String hideWord(String text, String secret) {
        return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(secret) + "(?![A-Za-z0-9])")
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(MASK));
    }

    private static void addQueryValues(String url, Set<String> secrets) {
        int query = url.indexOf('?');
        if (query < 0) {
            return;
        }
        for (String parameter : url.substring(query + 1).split("&", -1)) {
            String raw = parameter.substring(parameter.indexOf('=') + 1);
            for (String value : List.of(raw, decoded(raw))) {
                if (value.length() >= SHORTEST_QUERY_SECRET) {
                    secrets.add(value);
                }
            }
        }
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
