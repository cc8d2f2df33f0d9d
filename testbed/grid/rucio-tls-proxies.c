/*
 * Makes Apache's mod_ssl accept RFC 3820 proxy certificates (grid proxies) on a system whose OpenSSL has no environment
 * variable for that: Debian 12's OpenSSL 3 ignores OPENSSL_ALLOW_PROXY_CERTS, and mod_ssl has no directive for the flag.
 * Preloaded by the script `rucio`: whenever mod_ssl says how to verify clients, the flag is added to the context.
 * Prototypes by hand, so that no OpenSSL headers are needed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>

#define X509_V_FLAG_ALLOW_PROXY_CERTS 0x40

void SSL_CTX_set_verify(void *ctx, int mode, void *callback)
{
    static void (*next)(void *, int, void *);
    int (*set_flags)(void *, unsigned long) = (int (*)(void *, unsigned long))dlsym(RTLD_DEFAULT, "X509_VERIFY_PARAM_set_flags");
    void *(*get_param)(void *) = (void *(*)(void *))dlsym(RTLD_DEFAULT, "SSL_CTX_get0_param");

    if (!next) next = (void (*)(void *, int, void *))dlsym(RTLD_NEXT, "SSL_CTX_set_verify");
    if (set_flags && get_param) set_flags(get_param(ctx), X509_V_FLAG_ALLOW_PROXY_CERTS);
    next(ctx, mode, callback);
}
