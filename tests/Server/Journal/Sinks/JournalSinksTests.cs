using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Journal.Sinks;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Journal.Sinks;

[TestClass]
public sealed class JournalSinksTests(TestContext test)
{
    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Socket_OutOfReachForHours_IsToldOwedAndCaughtUp()
    {
        using var folder = new TestFolder();
        var (path, file) = (folder.Below("sink.sock"), folder.Below("checkpoints"));
        await using var stage = await JournalStage.OfTenAsync(Token, new JournalOptions { Socket = path });
        Assert.AreEqual("sink:socket", stage.Found);
        Assert.Contains("owed to it: 1 checkpoint, ", stage.Faults.Now.Single(fault => fault.Key == "sink:socket").Sentence);
        await AnHourAsync(stage);
        stage.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Contains("The sink socket lacks 2 checkpoints", (await stage.VerifyAsync(Token)).Sentence);

        await using (new SinkReceiver(path, file))
        {
            await stage.WatchAsync(Token);
        }

        Assert.AreEqual("", stage.Found);
        var lines = await File.ReadAllLinesAsync(file, Token);
        Assert.AreEqual("1 2", string.Join(' ', lines.Select(line => JournalCheckpoint.Parse(line)!.Number)));
        var verdict = await stage.VerifyAsync(Token, lines);
        Assert.IsTrue(verdict.Intact, verdict.Sentence);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file), "Nobody else reads it.");
    }

    /// <summary>A receiver that cannot write, such as one whose disk is full, has not taken it.</summary>
    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Socket_ReceiverCannotWrite_IsOwed()
    {
        using var folder = new TestFolder();
        var path = folder.Below("sink.sock");
        await using var stage = await JournalStage.CreateAsync(Token, new JournalOptions { Socket = path });
        await stage.AppendAsync(1, Token);
        await stage.Chain.SealAsync(Token);
        await using var receiver = new SinkReceiver(path, folder.Below("no-folder/checkpoints"));

        await stage.WatchAsync(Token);

        Assert.AreEqual("sink:socket", stage.Found);
        Assert.AreEqual(0, stage.Sinks.Taken(stage.Sinks.All[1]));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Syslog_OverTls_GetsEachInOctetCountedFrames()
    {
        using var folder = new TestFolder();
        using var certificate = Certificate("localhost");
        await File.WriteAllTextAsync(folder.Below("ca.pem"), certificate.ExportCertificatePem(), Token);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using var stage = await JournalStage.CreateAsync(Token, new JournalOptions { Syslog = address, SyslogCa = folder.Below("ca.pem") });
        await stage.AppendAsync(1, Token);
        await stage.Chain.SealAsync(Token);

        var received = ReceiveAsync(listener, certificate);
        await stage.WatchAsync(Token);

        Assert.AreEqual("", stage.Found);
        var text = await received;
        var (length, message) = (int.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture), text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        Assert.AreEqual(length, Encoding.UTF8.GetByteCount(message));
        Assert.StartsWith("<109>1 2026-11-24T12:10:00Z ", message);
        var verdict = await stage.VerifyAsync(Token, [message]);
        Assert.IsTrue(verdict.Intact, verdict.Sentence);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Syslog_OfAnotherAuthority_GetsNothing()
    {
        using var folder = new TestFolder();
        using var certificate = Certificate("localhost");
        using var other = Certificate("localhost");
        await File.WriteAllTextAsync(folder.Below("ca.pem"), other.ExportCertificatePem(), Token);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var stage = await JournalStage.CreateAsync(
            Token, new JournalOptions { Syslog = $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}", SyslogCa = folder.Below("ca.pem") });
        await stage.AppendAsync(1, Token);
        await stage.Chain.SealAsync(Token);

        var received = ReceiveAsync(listener, certificate);
        await stage.WatchAsync(Token);

        Assert.AreEqual("sink:syslog", stage.Found);
        Assert.AreEqual("", await received);
    }

    [TestMethod]
    [DataRow("relative.sock", "", "Journal:Socket")]
    [DataRow("", "syslog.example.net/path", "Journal:Syslog")]
    [DataRow("", ":6514", "Journal:Syslog")]
    [DataRow("/run/sink.sock", "syslog.example.net:6514", "")]
    [DataRow("", "[2001:db8::1]:6514", "")]
    public void Options_ThatFitNothing_AreRefusedByTheirNames(string socket, string syslog, string named) => Assert.AreEqual(
        named, string.Join(' ', new JournalOptions { Socket = socket, Syslog = syslog }.Faults().Select(fault => fault.Split(' ')[0])));

    private async Task AnHourAsync(JournalStage stage)
    {
        stage.Time.Advance(TimeSpan.FromHours(1));
        await stage.AppendAsync(1, Token);
        await stage.Chain.SealAsync(Token);
        await stage.WatchAsync(Token);
    }

    private async Task<string> ReceiveAsync(TcpListener listener, X509Certificate2 certificate)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync(Token);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Token);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return await reader.ReadToEndAsync(Token);
        }
        catch (IOException)
        {
            return "";
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            return "";
        }
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var bare = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), null);
    }
}
