using Grpc.Core;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Agent.Uplink.Connection;
using SovereignFleet.Agent.Uplink.Identity;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Uplink;

[TestClass]
public sealed class EnrollmentTests(TestContext context) : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task Get_TokenOfAnotherControlPlane_SendsNothingAndSaysSo()
    {
        await using var server = FakeControlPlane.Create();
        await using var other = FakeControlPlane.Create();
        await server.StartAsync(context.CancellationToken);

        var fault = await FaultAsync(server, other.Token);

        Assert.Contains("not the one that the token names", fault.Message);
        Assert.IsTrue(fault.NeedsPerson);
        Assert.IsEmpty(server.Enrollment.Tokens);
    }

    [TestMethod]
    public async Task Get_RightAuthorityButForeignServerCertificate_DoesNotShowTheToken()
    {
        await using var other = FakeControlPlane.Create();
        using var foreign = other.ServerCertificate();
        // A man in the middle passes on the true CA certificate, which is public, but has no certificate of it.
        await using var server = FakeControlPlane.Showing(foreign);
        await server.StartAsync(context.CancellationToken);

        var fault = await FaultAsync(server, server.Token);

        Assert.Contains("is not from the CA of this Host's enrollment", fault.Message);
        Assert.IsEmpty(server.Enrollment.Tokens);
    }

    [TestMethod]
    [DataRow(StatusCode.AlreadyExists, "is spent")]
    [DataRow(StatusCode.Unauthenticated, "has expired")]
    [DataRow(StatusCode.Unauthenticated, "Set HostName to the name in the inventory")]
    [DataRow(StatusCode.InvalidArgument, "refuses to enroll")]
    public async Task Get_Refused_SaysWhatToDo(StatusCode status, string said)
    {
        await using var server = FakeControlPlane.Create();
        await server.StartAsync(context.CancellationToken);
        server.Enrollment.Refusal = status;

        var fault = await FaultAsync(server, server.Token);

        Assert.Contains(said, fault.Message);
    }

    [TestMethod]
    public async Task Get_Enrolled_AsksNobodyAgain()
    {
        await using var server = FakeControlPlane.Create();
        await server.StartAsync(context.CancellationToken);
        var enroller = Enroller(server, server.Token);

        var first = await enroller.GetAsync(context.CancellationToken);
        var second = await enroller.GetAsync(context.CancellationToken);

        Assert.AreEqual(first.Certificate.SerialNumber, second.Certificate.SerialNumber);
        Assert.HasCount(1, server.Enrollment.Tokens);
    }

    /// <summary>It was: a disk that was full when the certificate came left a Host with a spent token and no certificate.</summary>
    [TestMethod]
    [DataRow("authority.pem")]
    [DataRow("identity.pem")]
    [DataRow("enrolled-with")]
    public async Task Get_CertificateCannotBeStored_TheSameTokenServesAgain(string file)
    {
        await using var server = FakeControlPlane.Create();
        await server.StartAsync(context.CancellationToken);
        var inTheWay = Path.Combine(folder.Below("pki"), file + ".new");
        Directory.CreateDirectory(inTheWay);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Enroller(server, server.Token).GetAsync(context.CancellationToken));

        Directory.Delete(inTheWay);
        var identity = await Enroller(server, server.Token).GetAsync(context.CancellationToken);

        Assert.IsTrue(identity.Certificate.HasPrivateKey);
        Assert.HasCount(2, server.Enrollment.Tokens);
        Assert.IsFalse(File.Exists(Path.Combine(folder.Below("pki"), "enrolling.pem")), "the key is kept once only");
    }

    [TestMethod]
    public async Task Get_KeyCannotBeStored_DoesNotShowTheToken()
    {
        await using var server = FakeControlPlane.Create();
        await server.StartAsync(context.CancellationToken);
        Directory.CreateDirectory(Path.Combine(folder.Below("pki"), "enrolling.pem.new"));

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Enroller(server, server.Token).GetAsync(context.CancellationToken));

        Assert.IsEmpty(server.Enrollment.Tokens);
    }

    [TestMethod]
    public async Task Get_NoToken_SaysThatOneIsNeeded()
    {
        await using var server = FakeControlPlane.Create();

        var fault = await FaultAsync(server, null);

        Assert.Contains("EnrollmentToken", fault.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("sf1.secret")]
    [DataRow("sf2.secret.0123456789012345678901234567890123456789012345678901234567890123")]
    [DataRow("sf1.secret.012345678901234567890123456789012345678901234567890123456789012x")]
    public void Parse_NotAToken_IsNull(string text) => Assert.IsNull(EnrollmentToken.Parse(text));

    [TestMethod]
    public void ToString_Token_DoesNotShowTheSecret() =>
        Assert.DoesNotContain("secret", EnrollmentToken.Parse("sf1.secret." + new string('a', 64))!.ToString());

    private Task<UplinkException> FaultAsync(FakeControlPlane server, string? token) =>
        Assert.ThrowsExactlyAsync<UplinkException>(() => Enroller(server, token).GetAsync(context.CancellationToken));

    private Enroller Enroller(FakeControlPlane server, string? token) => new(
        new UplinkOptions
        {
            Server = server.Address,
            EnrollmentToken = token,
            HostName = "gpu-test-01",
            PkiFolder = folder.Below("pki"),
            AgentVersion = "0.1.0",
            Boot = new BootFacts("boot", null),
        },
        new IdentityStore(folder.Below("pki")),
        TimeProvider.System);
}
