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
package io.github.camelqwentts.examples.studio;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests before anything of their body is read: requests from pages of other sites (by DNS rebinding or
 * across origins), and bodies that are too large or have no announced length.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Doorkeeper extends OncePerRequestFilter {

    private static final long MAX_BODY_BYTES = 512 * 1024;

    private final List<String> hosts;

    /** @param hosts the names under which the studio is reached, without ports */
    Doorkeeper(@Value("${studio.hosts}") List<String> hosts) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getHeader("Host");
        String origin = request.getHeader("Origin");
        if (host == null || !isOurs("http://" + host)) {
            refuse(response, 403, "foreignHost", "The host is not allowed; add it to studio.hosts");
        } else if (origin != null && !(isOurs(origin) && origin.endsWith("://" + host))) {
            refuse(response, 403, "foreignOrigin", "Requests from pages of other origins are not allowed");
        } else if (request.getContentLengthLong() > MAX_BODY_BYTES) {
            refuse(response, 413, "tooLarge", "The request must have at most " + MAX_BODY_BYTES + " bytes");
        } else if (request.getContentLengthLong() < 0 && mayHaveBody(request)) {
            refuse(response, 411, "lengthRequired", "The request must have a Content-Length");
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isOurs(String address) {
        try {
            String host = URI.create(address).getHost();
            return host != null && hosts.contains(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean mayHaveBody(HttpServletRequest request) {
        return request.getHeader("Transfer-Encoding") != null || HttpMethod.POST.matches(request.getMethod());
    }

    private static void refuse(HttpServletResponse response, int status, String code, String message)
            throws IOException {
        response.setStatus(status);
        // The connection is closed because the body is not read.
        response.setHeader("Connection", "close");
        response.setContentType("application/json");
        String body = "{\"code\":\"" + code + "\",\"parameter\":null,\"message\":\"" + message + "\",\"status\":"
                + status + "}";
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
