using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using Places = SovereignFleet.Server.Hosting.Configuration.ListenOptions;

namespace SovereignFleet.Server.Api;

/// <summary>Opens the doors where section Listen puts them.</summary>
internal sealed class Listeners(Places places, ServerCertificate certificate, AgentCertificates agents) : IConfigureOptions<KestrelServerOptions>
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

        Listen(options, Listener.Agents, places.Agents, HttpProtocols.Http2, isTls: true);
        Listen(options, Listener.Api, places.Api, HttpProtocols.Http1AndHttp2, isTls: true);
        Listen(options, Listener.Management, places.Management, HttpProtocols.Http1, isTls: false);
    }

    private void Listen(KestrelServerOptions options, Listener listener, string place, HttpProtocols protocols, bool isTls)
    {
        var address = new Uri(place);
        options.Listen(Places.AddressOf(address.Host)!, address.Port, listen =>
        {
            listen.Protocols = protocols;
            listen.Use(next => connection =>
            {
                connection.Features.Set(new ListenerGate.Door(listener));
                return next(connection);
            });
            if (!isTls)
            {
                return;
            }

            listen.UseHttps(https =>
            {
                // Null until the CA is open: the handshake fails and the peer tries again.
                https.ServerCertificateSelector = (_, _) => certificate.Current;
                https.HandshakeTimeout = TimeSpan.FromSeconds(10);
                // "Allow", because enrollment comes without one, and people do; whoever shows one must show a good one: an agent its own, the dashboard its.
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.ClientCertificateValidation = (shown, _, _) => agents.IsTrusted(shown);
                // TLS builds a chain of its own before it asks us.
                https.OnAuthenticate = (_, authentication) => authentication.CertificateChainPolicy = AgentCertificates.Policy();
            });
        });
    }
}
