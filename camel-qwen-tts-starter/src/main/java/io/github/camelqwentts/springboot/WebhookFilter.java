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
package io.github.camelqwentts.springboot;

import java.io.IOException;
import java.util.Objects;

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.WebhookGuard;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Rejects posts to webhooks without a valid token, or with too large a body. Camel's servlet binding reads a whole body
 * into memory before the webhook sees the request, so the webhook itself would reject them too late.
 */
final class WebhookFilter implements Filter {

    private final ObjectProvider<CamelContext> context;

    WebhookFilter(ObjectProvider<CamelContext> context) {
        this.context = context;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        WebhookGuard guard =
                request instanceof HttpServletRequest post && "POST".equals(post.getMethod()) ? guardOf(post) : null;
        if (guard == null) {
            chain.doFilter(request, response);
            return;
        }
        HttpServletRequest post = (HttpServletRequest) request;
        int refusal = guard.refusalOf(post.getQueryString(), post.getContentLengthLong());
        if (refusal == WebhookGuard.NO_REFUSAL) {
            chain.doFilter(new LimitedRequest(post, (HttpServletResponse) response, guard.limit()), response);
        } else {
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.setStatus(refusal);
            // The body is not read, so the connection cannot be used for another request.
            answer.setHeader("Connection", "close");
        }
    }

    /** The path is as Spring matches it, decoded and without the context path. */
    private @Nullable WebhookGuard guardOf(HttpServletRequest request) {
        CamelContext camel = context.getIfAvailable();
        if (camel == null) {
            return null;
        }
        String path = request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
        return camel.getComponentNames().stream()
                .map(camel::hasComponent)
                .filter(QwenTtsComponent.class::isInstance)
                .flatMap(component -> ((QwenTtsComponent) component).webhookGuards().stream())
                .filter(guard -> Objects.equals(guard.path(), path))
                .findFirst()
                .orElse(null);
    }
}
