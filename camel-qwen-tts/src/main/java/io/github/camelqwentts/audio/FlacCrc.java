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
package io.github.camelqwentts.audio;

/** The checksums of FLAC frames. */
enum FlacCrc {
    BITS_8(0x07, 8),
    BITS_16(0x8005, 16);

    private final int bits;

    @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor, and never exposed
    private final int[] table = new int[256];

    FlacCrc(int polynomial, int bits) {
        this.bits = bits;
        for (int i = 0; i < table.length; i++) {
            int crc = i << (bits - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ ((crc >>> (bits - 1) & 1) == 0 ? 0 : polynomial);
            }
            table[i] = crc & (1 << bits) - 1;
        }
    }

    int of(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = update(crc, bytes[i]);
        }
        return crc;
    }

    /** Returns a checksum extended by a byte. */
    int update(int crc, int next) {
        return (crc << 8 ^ table[crc >>> (bits - 8) ^ (next & 0xFF)]) & (1 << bits) - 1;
    }
}
