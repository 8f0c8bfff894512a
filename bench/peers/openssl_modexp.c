/* Measures OpenSSL's modular exponentiation in constant time, BN_mod_exp_mont_consttime, at the sizes that Paillier
 * uses. Prints the lines that README.md describes. Its numbers are random: the time does not hang on them. */

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_SAMPLES = 100000 };

static const int SIZES[][2] = {{2048, 1024}, {3072, 1536}, {4096, 2048}, {6144, 3072}};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void must(int done, const char *what) {
    if (!done) {
        fprintf(stderr, "OpenSSL failed: %s\n", what);
        exit(1);
    }
}

/* Checks once against OpenSSL's other way of computing it, then times it. */
static void measure(int bits, int exponent_bits, double seconds, int least) {
    static double times[MOST_SAMPLES];
    BN_CTX *context = BN_CTX_new();
    BN_MONT_CTX *montgomery = BN_MONT_CTX_new();
    BIGNUM *modulus = BN_new(), *base = BN_new(), *exponent = BN_new(), *power = BN_new(), *other = BN_new();
    must(context && montgomery && modulus && base && exponent && power && other, "no memory");
    must(BN_rand(modulus, bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ODD), "BN_rand");
    must(BN_rand(exponent, exponent_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY), "BN_rand");
    must(BN_rand_range(base, modulus), "BN_rand_range");
    must(BN_MONT_CTX_set(montgomery, modulus, context), "BN_MONT_CTX_set");

    must(BN_mod_exp_mont_consttime(power, base, exponent, modulus, context, montgomery), "BN_mod_exp_mont_consttime");
    must(BN_mod_exp_mont(other, base, exponent, modulus, context, montgomery), "BN_mod_exp_mont");
    must(BN_cmp(power, other) == 0, "two ways of computing it disagree");

    int samples = 0;
    double start = now();
    while (samples < MOST_SAMPLES && (samples < least || now() - start < seconds)) {
        double before = now();
        BN_mod_exp_mont_consttime(power, base, exponent, modulus, context, montgomery);
        times[samples++] = now() - before;
    }
    qsort(times, (size_t)samples, sizeof times[0], ascending);
    double median = times[samples / 2];
    printf("{\"peer\":\"openssl\",\"version\":\"%s\",\"bits\":%d,\"exponent_bits\":%d,\"threads\":1,"
           "\"operation\":\"pow\",\"per_second\":%.3f,\"median_ns\":%.1f,\"samples\":%d,\"batch\":1}\n",
           OpenSSL_version(OPENSSL_VERSION_STRING), bits, exponent_bits, 1 / median, 1e9 * median, samples);
    fflush(stdout);

    BN_free(modulus);
    BN_free(base);
    BN_free(exponent);
    BN_free(power);
    BN_free(other);
    BN_MONT_CTX_free(montgomery);
    BN_CTX_free(context);
}

int main(int count, char **arguments) {
    double seconds = 0.7;
    int least = 3;
    for (int at = 1; at < count; at++) {
        if (strcmp(arguments[at], "--seconds") == 0 && at + 1 < count) {
            seconds = atof(arguments[++at]);
        } else if (strcmp(arguments[at], "--test") == 0) {
            seconds = 0;
            least = 1;
        } else if (strcmp(arguments[at], "--json") != 0) {
            fprintf(stderr, "`%s` is not understood\n", arguments[at]);
            return 2;
        }
    }
    for (size_t at = 0; at < sizeof SIZES / sizeof SIZES[0]; at++) {
        measure(SIZES[at][0], SIZES[at][1], seconds, least);
    }
    return 0;
}
