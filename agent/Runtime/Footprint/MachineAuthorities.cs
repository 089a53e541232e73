namespace SovereignFleet.Agent.Runtime.Footprint;

/// <summary>The certificate authorities that the machine trusts. .NET reads them all into memory at the first TLS connection, a
/// megabyte and more, although the control plane is judged by our own CA alone.</summary>
internal static class MachineAuthorities
{
    /// <summary>No authority, as OpenSSL names the place: for this process alone, not for the programs that it starts.</summary>
    public static void Forget()
    {
        // .NET copies the environment that it hands to programs when that is first changed.
        Environment.SetEnvironmentVariable("SOVEREIGNFLEET_COPIED", null);
        _ = FootprintNative.SetEnvironment("SSL_CERT_FILE", "/dev/null", 1);
        _ = FootprintNative.SetEnvironment("SSL_CERT_DIR", "/dev/null", 1);
    }
}
