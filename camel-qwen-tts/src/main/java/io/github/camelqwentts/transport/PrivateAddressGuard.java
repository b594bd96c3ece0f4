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

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.apache.hc.client5.http.DnsResolver;

/**
 * SSRF guard: an API in the public network must not direct downloads to private addresses. It checks the addresses that
 * a name resolves to, not the name. Thread-safe.
 */
public final class PrivateAddressGuard implements DnsResolver {

    /**
     * The special-purpose addresses of IANA's registries: of this host, of private networks and documentation,
     * multicast, and translated addresses, which may map to any of these.
     */
    private static final List<Range> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Range::of)
            .toList();

    private final DnsResolver resolver;
    private final Set<String> apis = ConcurrentHashMap.newKeySet();
    private final Set<String> proxies = ConcurrentHashMap.newKeySet();

    PrivateAddressGuard(DnsResolver resolver) {
        this.resolver = resolver;
    }

    /** Allows any address for the host of the API. If that host is in a private network, all others may be, too. */
    void addApi(String host) {
        apis.add(host);
    }

    /** Allows any address for a host, whatever the API. */
    void addProxy(String host) {
        proxies.add(host);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        if (addresses == null || apis.contains(host) || proxies.contains(host) || arePublic(addresses)) {
            return addresses;
        }
        for (String api : apis) {
            if (!arePublic(resolver.resolve(api))) {
                return addresses;
            }
        }
        throw new PrivateAddressException(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    private static boolean arePublic(InetAddress[] addresses) {
        return addresses != null && Arrays.stream(addresses).allMatch(PrivateAddressGuard::isPublic);
    }

    private static boolean isPublic(InetAddress address) {
        return SPECIAL.stream().noneMatch(range -> range.contains(address));
    }

    /** The addresses that share the first bits of one. */
    private record Range(BigInteger prefix, int length, int hostBits) {

        static Range of(String cidr) {
            String[] parts = cidr.split("/", -1);
            byte[] address;
            try {
                // A literal address is parsed, not looked up.
                address = InetAddress.getByName(parts[0]).getAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
            int hostBits = address.length * Byte.SIZE - Integer.parseInt(parts[1]);
            return new Range(new BigInteger(1, address).shiftRight(hostBits), address.length, hostBits);
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            return bytes.length == length
                    && new BigInteger(1, bytes).shiftRight(hostBits).equals(prefix);
        }
    }

    /** A name resolves to a private address, although the API is in the public network. */
    public static final class PrivateAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        PrivateAddressException(String host) {
            super(host + " is in a private network, but the API is not");
        }
    }
}
