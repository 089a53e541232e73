using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People.Limits;
using Places = SovereignFleet.Server.Hosting.Configuration.ListenOptions;

namespace SovereignFleet.Server.Api;

/// <summary>Opens the doors where section Listen puts them.</summary>
internal sealed class Listeners(Places places, ConnectionOptions bounds, ServerCertificate certificate, AgentCertificates agents, RefusalNews news) : IConfigureOptions<KestrelServerOptions>
{
    private const long LargestBody = 1024 * 1024;

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LargestBody;
        options.Limits.MaxConcurrentConnections = bounds.InAll;
        options.Limits.RequestHeadersTimeout = bounds.HeadersTimeout;
        // On which nothing is asked.
        options.Limits.KeepAliveTimeout = bounds.IdleTimeout;
        options.Limits.Http2.MaxStreamsPerConnection = 100;
        // A peer that vanished without a word is noticed within 50 s.
        options.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        options.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

        Listen(options, Listener.Agents, places.Agents, HttpProtocols.Http2, isTls: true);
        Listen(options, Listener.Api, places.Api, HttpProtocols.Http1AndHttp2, isTls: true);
        Listen(options, Listener.Management, places.Management, HttpProtocols.Http1, isTls: false);
    }

    /// <summary>Of who shows no certificate: from one address, and in all.</summary>
    private ConnectionRoom RoomOf(Listener listener) => listener switch
    {
        Listener.Agents => new ConnectionRoom(bounds.AgentsOfOneAddress, bounds.AgentsInAll),
        Listener.Api => new ConnectionRoom(bounds.ApiOfOneAddress, bounds.ApiInAll),
        Listener.Management => new ConnectionRoom(bounds.ManagementOfOneAddress, bounds.ManagementInAll),
        _ => throw new ArgumentOutOfRangeException(nameof(listener), listener, "There is no such listener."),
    };

    private void Listen(KestrelServerOptions options, Listener listener, string place, HttpProtocols protocols, bool isTls)
    {
        var address = new Uri(place);
        options.Listen(Places.AddressOf(address.Host)!, address.Port, listen =>
        {
            listen.Protocols = protocols;
            var room = RoomOf(listener);
            listen.Use(next => connection => LetInAsync(listener, room, connection, next));
            if (!isTls)
            {
                return;
            }

            listen.UseHttps(https =>
            {
                // Null until the CA is open: the handshake fails and the peer tries again.
                https.ServerCertificateSelector = (_, _) => certificate.Current;
                https.HandshakeTimeout = bounds.HandshakeTimeout;
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
