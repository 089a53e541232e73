using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;

namespace SovereignFleet.Agent.Uplink.Connection;

/// <summary>One HTTP/2 connection to the server, trusted by our CA, with the Host's certificate where there is one.</summary>
internal sealed class LinkChannel : IDisposable
{
    private readonly GrpcChannel channel;

    public LinkChannel(Uri server, X509Certificate2 authority, X509Certificate2? certificate, TimeProvider time)
    {
        Trust = new ServerTrust(authority, time);
        var tls = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, errors) => Trust.Judge(shown, errors),
            // The machine's own authorities have no say.
            CertificateChainPolicy = Trust.Policy(),
        };
        if (certificate is not null)
        {
            // The collection alone is offered only to servers that name our CA in the handshake.
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                SslOptions = tls,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                // A server that vanished without a FIN is noticed within 20 s.
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
                UseProxy = false,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = 1 << 20,
        });
        Invoker = channel.CreateCallInvoker();
    }

    public ServerTrust Trust { get; }

    public CallInvoker Invoker { get; }

    public void Dispose() => channel.Dispose();
}
