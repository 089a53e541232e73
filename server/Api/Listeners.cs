using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People.Limits;
using Places = SovereignFleet.Server.Hosting.Configuration.ListenOptions;

namespace SovereignFleet.Server.Api;

/// <summary>Opens the doors where section Listen puts them.</summary>
internal sealed class Listeners(Places places, ServerCertificate certificate, AgentCertificates agents, RefusalNews news) : IConfigureOptions<KestrelServerOptions>
{
    private const long LargestBody = 1024 * 1024;
    private const int MostConnections = 50_000;

    /// <summary>Of who shows no certificate: from one address (of IPv6: one /64), and in all.</summary>
    private static readonly Dictionary<Listener, (int OfOne, int InAll)> Most = new()
    {
        // A thousand agents behind one address shake hands at once; it takes them a second.
        [Listener.Agents] = (1024, 8192),
        [Listener.Api] = (512, 4096),
        [Listener.Management] = (64, 256),
    };

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LargestBody;
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        // On which nothing is asked.
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
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
            var room = new ConnectionRoom(Most[listener].OfOne, Most[listener].InAll);
            listen.Use(next => connection => LetInAsync(listener, room, connection, next));
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
            listen.Use(next => connection => Known(connection, next));
        });
    }

    private async Task LetInAsync(Listener listener, ConnectionRoom room, ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        var place = new CallerPlace((address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "unknown");
        using var entered = room.Enter(place.Bucket);
        if (entered is null)
        {
            news.Tell(listener, "TooManyConnections", place.Address);
            connection.Abort();
            return;
        }

        connection.Features.Set(new ListenerGate.Door(listener));
        connection.Features.Set(entered);
        await next(connection);
    }

    // The handshake has judged what was shown.
    private static Task Known(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is not null)
        {
            connection.Features.Get<ConnectionRoom.Place>()?.Dispose();
        }

        return next(connection);
    }
}
