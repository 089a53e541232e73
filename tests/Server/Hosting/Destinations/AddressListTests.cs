using System.Net;
using System.Net.Sockets;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Hosting.Destinations;

[TestClass]
public sealed class AddressListTests(TestContext test)
{
    [TestMethod]
    [DataRow("tickets.example.net")]
    [DataRow("tickets.example.net:443")]
    [DataRow("10.8.0.0/16")]
    [DataRow("10.8.0.0/16:9999")]
    [DataRow("10.8.0.1")]
    [DataRow("[fd00:8::/64]:9999")]
    [DataRow("fd00:8::1")]
    public void Parse_AllowedForm_IsRead(string text) => Assert.IsNotNull(DestinationRule.Parse(text));

    [TestMethod]
    [DataRow("")]
    [DataRow("https://tickets.example.net")]
    [DataRow("tickets.example.net:")]
    [DataRow("tickets.example.net:0")]
    [DataRow("tickets.example.net:65536")]
    [DataRow("10.8.0.1/16")]
    [DataRow("127.1")]
    [DataRow("0x7f000001")]
    [DataRow("*")]
    [DataRow("[fd00::1")]
    public void Parse_AnythingElse_IsNone(string text) => Assert.IsNull(DestinationRule.Parse(text));

    [TestMethod]
    [DataRow("10.8.0.0/16:9999", "lb", "10.8.3.4", 9999, true)]
    [DataRow("10.8.0.0/16:9999", "lb", "::ffff:10.8.3.4", 9999, true)]
    [DataRow("10.8.0.0/16:9999", "lb", "10.8.3.4", 22, false)]
    [DataRow("10.8.0.0/16:9999", "lb", "10.9.3.4", 9999, false)]
    [DataRow("10.8.0.0/16:9999", "lb", "127.0.0.1", 9999, false)]
    [DataRow("tickets.example.net", "Tickets.Example.Net.", "203.0.113.5", 443, true)]
    [DataRow("tickets.example.net", "other.example.net", "203.0.113.5", 443, false)]
    // The name's DNS answers with an address of this machine or of its link: rebinding, and the same in other spellings.
    [DataRow("tickets.example.net", "tickets.example.net", "127.0.0.1", 443, false)]
    [DataRow("tickets.example.net", "tickets.example.net", "::1", 443, false)]
    [DataRow("tickets.example.net", "tickets.example.net", "::ffff:127.0.0.1", 443, false)]
    [DataRow("tickets.example.net", "tickets.example.net", "::ffff:169.254.169.254", 443, false)]
    [DataRow("tickets.example.net", "tickets.example.net", "::127.0.0.1", 443, false)]
    [DataRow("tickets.example.net", "tickets.example.net", "64:ff9b::7f00:1", 443, false)]
    [DataRow("tickets.example.net", "tickets.example.net", "2002:7f00:1::", 443, false)]
    [DataRow("tickets.example.net", "tickets.example.net", "0.0.0.0", 443, false)]
    [DataRow("tickets.example.net", "tickets.example.net", "169.254.169.254", 443, false)]
    [DataRow("tickets.example.net", "tickets.example.net", "fe80::1", 443, false)]
    [DataRow("localhost", "localhost", "127.0.0.1", 443, true)]
    [DataRow("127.0.0.1", "anything", "127.0.0.1", 443, true)]
    public void Allows_AddressThatIsReallyConnectedTo_IsJudged(string rule, string host, string address, int port, bool allowed) =>
        Assert.AreEqual(allowed, DestinationRule.Parse(rule)!.Allows(host, IPAddress.Parse(address), port));

    [TestMethod]
    [DataRow("127.0.0.1", true)]
    [DataRow("::ffff:127.0.0.1", true)]
    [DataRow("localhost", true)]
    [DataRow("127.0.0.2", false)]
    public async Task Connect_ByWhateverName_ReachesOnlyWhatIsListed(string host, bool reached)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var list = new AddressList("Destinations:Balancers", [$"127.0.0.1:{port}"]);

        if (!reached)
        {
            var refused = await Assert.ThrowsExactlyAsync<DestinationRefusedException>(() => list.ConnectAsync(host, port, test.CancellationToken));
            Assert.Contains("is not in Destinations:Balancers", refused.Message);
            Assert.IsFalse(listener.Pending());
            return;
        }

        using var socket = await list.ConnectAsync(host, port, test.CancellationToken);
        Assert.IsTrue(socket.Connected);
    }

    [TestMethod]
    public async Task Connect_SocketThatIsALinkOutOfTheFolder_IsRefused()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Below("sockets"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder.Below("database.sock")));
        listener.Listen();
        File.CreateSymbolicLink(folder.Below("sockets/linked.sock"), "../database.sock");
        var inside = new SocketList([folder.Below("sockets")]);

        Assert.IsNull(inside.WhyNot(folder.Below("sockets/linked.sock")));
        await Assert.ThrowsExactlyAsync<DestinationRefusedException>(() => inside.ConnectAsync(folder.Below("sockets/linked.sock"), test.CancellationToken));
        using var socket = await new SocketList([folder.Path]).ConnectAsync(folder.Below("sockets/linked.sock"), test.CancellationToken);
        Assert.IsTrue(socket.Connected);
    }
}
