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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.transport.PrivateAddressGuard.PrivateAddressException;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An API in the public network cannot send us into a private one. */
class PrivateAddressGuardTest {

    private static final String API = "api.example.org";
    private static final String OTHER = "audio.example.org";
    private static final String PUBLIC = "11.22.33.44";

    private final InMemoryDnsResolver names = new InMemoryDnsResolver();
    private final PrivateAddressGuard resolver = new PrivateAddressGuard(names);

    @BeforeEach
    void addApi() {
        resolver.addApi(API);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "::1",
                "fe80::1",
                "fd00::1",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::10.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "fec0::1",
                "ff02::1"
            })
    void aPrivateAddressIsRefusedWhereTheApiIsPublic(String address) throws Exception {
        names.add(API, InetAddress.getByName(PUBLIC));
        names.add(OTHER, InetAddress.getByName(address));

        assertThatThrownBy(() -> resolver.resolve(OTHER))
                .isInstanceOf(PrivateAddressException.class)
                .hasMessageContaining(OTHER);
    }

    @Test
    void oneGoodAddressDoesNotMakeUpForABadOne() throws Exception {
        names.add(API, InetAddress.getByName(PUBLIC));
        names.add(OTHER, InetAddress.getByName(PUBLIC), InetAddress.getByName("10.0.0.1"));

        assertThatThrownBy(() -> resolver.resolve(OTHER)).isInstanceOf(PrivateAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PUBLIC,
                "100.128.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "223.255.255.255",
                "2600::1",
                "::ffff:11.22.33.44"
            })
    void aPublicAddressIsNot(String address) throws Exception {
        names.add(API, InetAddress.getByName(PUBLIC));
        names.add(OTHER, InetAddress.getByName(address));

        assertThat(resolver.resolve(OTHER)).hasSize(1);
    }

    @Test
    void anApiInAPrivateNetworkMaySendThere() throws Exception {
        names.add(API, InetAddress.getByName("10.0.0.1"));
        names.add(OTHER, InetAddress.getByName("10.0.0.2"));

        assertThat(resolver.resolve(API)).hasSize(1);
        assertThat(resolver.resolve(OTHER)).hasSize(1);
    }

    @Test
    void aProxyMayBeAnywhere() throws Exception {
        names.add(API, InetAddress.getByName(PUBLIC));
        names.add(OTHER, InetAddress.getByName("10.0.0.2"));
        resolver.addProxy(OTHER);

        assertThat(resolver.resolve(OTHER)).hasSize(1);
    }

    @Test
    void aNameThatNobodyKnowsStaysUnknown() {
        assertThatThrownBy(() -> resolver.resolve("nobody.example.org")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void noConnectionIsMadeToWhatIsRefused() throws Exception {
        names.add(API, InetAddress.getByName(PUBLIC));
        names.add(OTHER, InetAddress.getLoopbackAddress());
        ExecutorService worker = Executors.newSingleThreadExecutor();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        HttpTransport transport = new HttpTransport(
                new HttpSettings(Duration.ofSeconds(5), 1, null, null, null, false),
                new SpoolSettings(1_000, () -> null),
                worker,
                worker,
                scheduler,
                names);
        try (ServerSocket inside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI audio = URI.create("https://" + OTHER + ":" + inside.getLocalPort() + "/a.mp3");
            CallScope call = new CallScope(Deadline.in(Duration.ofSeconds(10)), TaskListener.NONE);

            assertThatThrownBy(() -> transport
                            .get(audio, URI.create("https://" + API + "/v1"), 1_000, call)
                            .get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(PrivateAddressException.class);

            inside.setSoTimeout(200);
            assertThatThrownBy(inside::accept).isInstanceOf(SocketTimeoutException.class);
        } finally {
            transport.close(Duration.ZERO);
            worker.shutdown();
            scheduler.shutdown();
        }
    }
}
