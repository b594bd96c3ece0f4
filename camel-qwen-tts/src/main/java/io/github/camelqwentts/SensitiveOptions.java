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
package io.github.camelqwentts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;

/**
 * Registers our secret options with Camel, which hides values by a fixed list of names and by the keywords of a
 * context, and does not read the metadata of components that are not its own.
 */
final class SensitiveOptions {

    private static final List<String> KEYWORDS = List.of("webhooktoken", "webhookurl", "uploadendpoint");

    private SensitiveOptions() {}

    /** Adds the keywords to those of a context, unless they are present. */
    static void register(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        String present = extension.getAdditionalSensitiveKeywords();
        List<String> keywords = new ArrayList<>(present == null || present.isBlank() ? List.of() : List.of(present));
        List<String> known = List.of(
                present == null
                        ? new String[0]
                        : present.toLowerCase(Locale.ROOT).replace("-", "").split("\\s*,\\s*"));
        KEYWORDS.stream().filter(keyword -> !known.contains(keyword)).forEach(keywords::add);
        String all = String.join(",", keywords);
        if (!all.equals(present)) {
            extension.setAdditionalSensitiveKeywords(all);
        }
    }
}
