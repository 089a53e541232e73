using Microsoft.Extensions.Options;

namespace SovereignFleet.Dashboard.Security;

/// <summary>Refuses a start with a certificate or a proxy that cannot be, and says which key to set.</summary>
internal sealed class TransportOptionsCheck : IValidateOptions<TransportOptions>
{
    public ValidateOptionsResult Validate(string? name, TransportOptions options)
    {
        var faults = options.KnownProxies.Where(proxy => TransportOptions.Network(proxy) is null)
            .Select(proxy => $"KnownProxies has '{proxy}': set it to an address such as 10.0.0.7, or a network such as 10.0.0.0/24.").ToList();
        if (options.CertificateKey.Length > 0 && options.Certificate.Length == 0)
        {
            faults.Add("CertificateKey is set and Certificate is not: set Certificate to the PEM file of the certificate.");
        }

        if (options.Certificate.Length > 0 && new CertificateFile(options.Certificate, KeyOf(options)).Current is null)
        {
            faults.Add($"Certificate '{options.Certificate}' with the key in '{KeyOf(options)}' cannot be read: set Certificate and CertificateKey to PEM files that belong together.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string KeyOf(TransportOptions options) => options.CertificateKey.Length > 0 ? options.CertificateKey : options.Certificate;
}
