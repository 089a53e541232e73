using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Tests.Support;

/// <summary>A control plane of certificates and one stream, in this process: what it acknowledges, and when, is the test's to say.</summary>
internal sealed class FakeControlPlane : IAsyncDisposable
{
    private readonly ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private WebApplication? app;

    private FakeControlPlane(int port)
    {
        Address = new Uri($"https://127.0.0.1:{port}");
        Authority = CertificateForge.Authority(authorityKey, TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(2)); // older than all that it signs
    }

    public Uri Address { get; }

    public X509Certificate2 Authority { get; }

    public FakeLink Link { get; } = new();

    public FakeEnrollment Enrollment { get; private set; } = null!;

    /// <summary>The certificate that the listener shows; another CA's where a test says so.</summary>
    public X509Certificate2? Shown { get; init; }

    public string Token => "sf1.secret." + Convert.ToHexStringLower(SHA256.HashData(Authority.RawData));

    public static FakeControlPlane Create() => new(FreePort.Next());

    public static FakeControlPlane Showing(X509Certificate2 certificate) => new(FreePort.Next()) { Shown = certificate };

    public X509Certificate2 ServerCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = CertificateForge.Server(Authority, new PublicKey(key), ["127.0.0.1"], TimeProvider.System.GetUtcNow());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Listens; after a stop it may be started again, on the same port.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Enrollment ??= new FakeEnrollment(Authority);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Link).AddSingleton(Enrollment);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Address.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = Shown ?? ServerCertificate();
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.ClientCertificateValidation = (_, _, _) => true;
            });
        }));
        app = builder.Build();
        app.MapGet("/authority", () => Results.Bytes(Authority.RawData, "application/pkix-cert"));
        app.MapGrpcService<FakeLink>();
        app.MapGrpcService<FakeEnrollment>();
        await app.StartAsync(cancellationToken);
    }

    public async Task StopAsync()
    {
        if (app is not null)
        {
            Link.Break();
            await app.StopAsync();
            await app.DisposeAsync();
            app = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Link.Dispose();
        authorityKey.Dispose();
    }
}
