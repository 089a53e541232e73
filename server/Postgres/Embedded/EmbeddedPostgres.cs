using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Postgres.Embedded;

/// <summary>A private Postgres under the server's data folder, reachable on this machine only and by password only. A Postgres that
/// outlived a killed server is taken over; one that was killed itself recovers from its log.</summary>
internal sealed class EmbeddedPostgres
{
    private const string Nobody = "65534";
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    private readonly EmbeddedPostgresOptions options;
    private readonly string dataFolder;
    private readonly string passwordFile;
    private readonly int port;

    /// <summary>Chooses the port and the password, so that the connection string is known before Postgres runs.</summary>
    public EmbeddedPostgres(EmbeddedPostgresOptions options)
    {
        this.options = options;
        dataFolder = Path.Combine(options.Folder, "data");
        passwordFile = options.Folder + "-password";
        port = PostmasterFile.ReadLive(dataFolder)?.Port ?? (options.Port > 0 ? options.Port : FreePort());
        ConnectionString = ConnectionAs("postgres", passwordFile);
        ServerConnectionString = ConnectionAs("sovereignfleet", options.Folder + "-server-password");
    }

    /// <summary>As the superuser: for setting up and for the schema alone.</summary>
    public string ConnectionString { get; }

    /// <summary>As the server's own role, which the schema's owner makes.</summary>
    public string ServerConnectionString { get; }

    public bool IsRunning => PostmasterFile.ReadLive(dataFolder) is not null;

    /// <returns>When Postgres answers. False: it ran already.</returns>
    /// <exception cref="InvalidOperationException">Postgres does not start; the message says why and what to do.</exception>
    public async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        if (PostmasterFile.ReadLive(dataFolder) is not null)
        {
            return false;
        }

        var binaries = PostgresBinaries.Find(options.Binaries);
        Directory.CreateDirectory(options.Folder);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(["chown", Nobody + ":" + Nobody, options.Folder], cancellationToken);
        }

        if (!File.Exists(Path.Combine(dataFolder, "PG_VERSION")))
        {
            await InitializeAsync(binaries, cancellationToken);
        }

        await PostgresProcesses.AreGoneAsync(dataFolder, cancellationToken);
        // No live Postgres owns this file; left there, a process that got the same number by chance would block the start.
        File.Delete(Path.Combine(dataFolder, "postmaster.pid"));
        var log = Path.Combine(options.Folder, "log");
        var (exitCode, output) = await ProcessRunner.RunAsync(
            [.. AsOwner, Path.Combine(binaries, "pg_ctl"), "-D", dataFolder, "-w", "-t", "120", "-l", log, "-o", ServerOptions, "start"],
            cancellationToken);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"The private Postgres on {dataFolder} does not start: {output} {LastLine(log)}");
        }

        return true;
    }

    /// <summary>Stops Postgres cleanly; open sessions are ended.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (PostmasterFile.ReadLive(dataFolder) is null)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StopTime);
        var binaries = PostgresBinaries.Find(options.Binaries);
        await RunAsync([.. AsOwner, Path.Combine(binaries, "pg_ctl"), "-D", dataFolder, "-m", "fast", "-w", "stop"], limit.Token);
    }

    // Postgres refuses to run as root, so a root server gives it to nobody.
    private static string[] AsOwner =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=" + Nobody, "--regid=" + Nobody, "--clear-groups", "--"] : [];

    private string ServerOptions =>
        string.Create(CultureInfo.InvariantCulture, $"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories='' -c max_connections=200")
        + (options.Durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off");

    private async Task InitializeAsync(string binaries, CancellationToken cancellationToken)
    {
        // initdb reads the password from a file that its own user must be able to open.
        var handedOver = Path.Combine(options.Folder, "initial-password");
        try
        {
            PrivateFile.Write(handedOver, await File.ReadAllTextAsync(passwordFile, cancellationToken));
            if (Environment.IsPrivilegedProcess)
            {
                await RunAsync(["chown", Nobody, handedOver], cancellationToken);
            }
            // A start that was cut short leaves a folder that initdb refuses; it holds no data without PG_VERSION.
            if (Directory.Exists(dataFolder))
            {
                Directory.Delete(dataFolder, recursive: true);
            }

            await RunAsync(
                [.. AsOwner, Path.Combine(binaries, "initdb"), "-D", dataFolder, "-U", "postgres", "--auth=scram-sha-256", "--pwfile=" + handedOver,
                    "--no-locale", "-E", "UTF8", "--data-checksums", .. options.Durable ? Array.Empty<string>() : ["--no-sync"]],
                cancellationToken);
        }
        finally
        {
            File.Delete(handedOver);
        }
    }

    private async Task RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await ProcessRunner.RunAsync(command, cancellationToken);
        if (exitCode != 0)
        {
            throw new InvalidOperationException(
                $"The private Postgres under {options.Folder}: {string.Join(' ', command.Take(8))} ended with {exitCode}: {output}. "
                + "Is every folder above it open (mode 755) to the user nobody? Otherwise set DataFolder to another place.");
        }
    }

    private string ConnectionAs(string role, string file)
    {
        if (!File.Exists(file))
        {
            PrivateFile.Write(file, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)));
        }

        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = role,
            Password = File.ReadAllText(file),
            Database = "postgres",
        }.ConnectionString;
    }

    private static string LastLine(string log) => File.Exists(log) ? File.ReadLines(log).LastOrDefault() ?? "" : "";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
