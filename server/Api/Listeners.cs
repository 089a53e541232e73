using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Server.Api;

/// <summary>Where the server listens, by Listen:Agents, Listen:Api and Listen:Management.</summary>
internal sealed class Listeners(IConfiguration configuration, ServerCertificate certificate, AgentCertificates agents) : IConfigureOptions<KestrelServerOptions>
{
    private const long LargestBody = 1024 * 1024;

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LargestBody;
        options.Limits.Http2.MaxStreamsPerConnection = 100;
        // A peer that vanished without a word is noticed within 50 s.
        options.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        options.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

        Listen(options, Listener.Agents, "https://127.0.0.1:7443", HttpProtocols.Http2, tls =>
        {
            // "Allow", because enrollment comes without one; whoever shows one must show a good one.
            tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            tls.ClientCertificateValidation = (shown, _, _) => agents.IsTrusted(shown);
            // TLS builds a chain of its own before it asks us.
            tls.OnAuthenticate = (_, authentication) => authentication.CertificateChainPolicy = AgentCertificates.Policy();
        });
        Listen(options, Listener.Api, "https://127.0.0.1:7444", HttpProtocols.Http1AndHttp2, _ => { });
        Listen(options, Listener.Management, "http://127.0.0.1:7445", HttpProtocols.Http1, tls: null);
    }

    private void Listen(KestrelServerOptions options, Listener listener, string fallback, HttpProtocols protocols, Action<HttpsConnectionAdapterOptions>? tls)
    {
        var key = "Listen:" + listener;
        var scheme = tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        var text = configuration[key] ?? fallback;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme != scheme)
        {
            throw new InvalidOperationException($"{key} is \"{text}\"; it must be an address like {fallback}.");
        }

        options.Listen(AddressOf(address.Host, key), address.Port, listen =>
        {
            listen.Protocols = protocols;
            listen.Use(next => connection =>
            {
                connection.Features.Set(new ListenerGate.Door(listener));
                return next(connection);
            });
            if (tls is null)
            {
                return;
            }

            listen.UseHttps(https =>
            {
                // Null until the CA is open: the handshake fails and the peer tries again.
                https.ServerCertificateSelector = (_, _) => certificate.Current;
                https.HandshakeTimeout = TimeSpan.FromSeconds(10);
                tls(https);
            });
        });
    }

    private static IPAddress AddressOf(string host, string key) => host switch
    {
        "localhost" => IPAddress.Loopback,
        _ when IPAddress.TryParse(host.Trim('[', ']'), out var address) => address,
        _ => throw new InvalidOperationException($"{key} names the host \"{host}\"; give an IP address (0.0.0.0: all) and put names into Listen:Names."),
    };
}
