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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.hc.client5.http.DnsResolver;

/**
 * Keeps an API in the public network from sending us, by the address of some audio, to one that only we can reach. It
 * judges what a name stands for, and not the name. For any thread.
 */
public final class PrivateAddressGuard implements DnsResolver {

    private final DnsResolver resolver;
    private final Set<String> apis = ConcurrentHashMap.newKeySet();
    private final Set<String> proxies = ConcurrentHashMap.newKeySet();

    PrivateAddressGuard(DnsResolver resolver) {
        this.resolver = resolver;
    }

    /** Lets the host of the API be anywhere; where it is in a private network itself, all others may be too. */
    void addApi(String host) {
        apis.add(host);
    }

    /** Lets a host be anywhere, whatever the API. */
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
        byte[] bytes = address.getAddress();
        int first = Byte.toUnsignedInt(bytes[0]);
        boolean special = address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        if (address instanceof Inet6Address) {
            boolean uniqueLocal = (first & 0xFE) == 0xFC;
            return !special && !uniqueLocal;
        }
        boolean sharedByCarriers = first == 100 && (bytes[1] & 0xC0) == 64;
        return !special && !sharedByCarriers && first != 0;
    }

    /** A name leads into a private network, though the API is in the public one. */
    public static final class PrivateAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        PrivateAddressException(String host) {
            super(host + " is in a private network, which the API is not");
        }
    }
}
