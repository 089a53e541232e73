using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Identity.People.Accounts;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Journal.Proof;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Identity;

/// <summary>The identity parts as the server wires them, on a fresh database and a clock that stands still.</summary>
internal sealed class IdentityStage : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fleet-identity-").FullName;
    private readonly IHost host;

    private IdentityStage(TestDatabase database, string? passphraseFile)
    {
        Database = database;
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DataFolder"] = folder,
            ["Database:ConnectionString"] = database.ConnectionString,
            ["Identity:PassphraseFile"] = passphraseFile ?? Path.Combine(folder, "ca-passphrase"),
        });
        builder.AddHosting().AddDatabase().AddJournal().AddIdentity();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IKnownSites, OneSite>();
        host = builder.Build();
    }

    public TestDatabase Database { get; }
    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());
    public string PassphraseFile => Path.Combine(folder, "ca-passphrase");
    public string Folder => folder;
    public CertificateAuthority Authority => Get<CertificateAuthority>();
    public Enrollment Enrollment => Get<Enrollment>();
    public Sessions Sessions => Get<Sessions>();

    public static async Task<IdentityStage> CreateAsync(CancellationToken cancellationToken)
    {
        var stage = new IdentityStage(await TestDatabase.CreateAsync(cancellationToken), null);
        await stage.Authority.OpenAsync(cancellationToken);
        return stage;
    }

    /// <summary>Another replica: the same database, another folder.</summary>
    public static IdentityStage Replica(TestDatabase database, string? passphraseFile) => new(database, passphraseFile);

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>As one call does: with services of its own.</summary>
    public async Task<T> WithPeopleAsync<T>(Func<PersonDirectory, Task<T>> call)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<PersonDirectory>());
    }

    /// <summary>As one call does: with services of its own.</summary>
    public async Task<T> WithSignInsAsync<T>(Func<SignIns, Task<T>> call)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<SignIns>());
    }

    /// <summary>The secret of a new token of "gpu-1".</summary>
    public async Task<string> SecretAsync(Guid hostId, CancellationToken cancellationToken) =>
        (await Enrollment.CreateTokenAsync(hostId, "gpu-1", TimeSpan.FromMinutes(60), "person:ada", cancellationToken)).Token.Split('.')[1];

    /// <summary>The certificate of a Host that enrolled just now.</summary>
    public async Task<X509Certificate2> EnrolledAsync(Guid hostId, CancellationToken cancellationToken)
    {
        var outcome = await Enrollment.EnrollAsync(await SecretAsync(hostId, cancellationToken), NewRequest(), "gpu-1", cancellationToken);
        return Assert.IsInstanceOfType<EnrollmentOutcome.Issued>(outcome).Certificate;
    }

    public static byte[] NewRequest()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=agent", key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class OneSite : IKnownSites
    {
        public Task<bool> HasAsync(string siteId, CancellationToken cancellationToken) => Task.FromResult(siteId == "yul1");
    }
}
