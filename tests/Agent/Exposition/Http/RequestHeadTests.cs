using System.Text;
using SovereignFleet.Agent.Exposition.Http;

namespace SovereignFleet.Tests.Agent.Exposition.Http;

[TestClass]
public sealed class RequestHeadTests
{
    private const string Get = "GET /metrics HTTP/1.1\r\nHost: gpu-node-07:9400\r\nUser-Agent: Prometheus/2.42.0\r\nAccept-Encoding: gzip\r\n\r\n";

    [TestMethod]
    [DataRow(Get, 200, true)]
    [DataRow("GET /metrics?collect[]=x HTTP/1.1\r\n\r\n", 200, true)]
    [DataRow("GET /metrics HTTP/1.1\r\nConnection: Close\r\n\r\n", 200, false)]
    [DataRow("GET /metrics HTTP/1.0\r\n\r\n", 200, false)]
    [DataRow("GET / HTTP/1.1\r\n\r\n", 404, true)]
    [DataRow("GET /metricsx HTTP/1.1\r\n\r\n", 404, true)]
    [DataRow("GET /ipmi?target=gpu-node-08 HTTP/1.1\r\n\r\n", 200, true)]
    [DataRow("GET /ipmi HTTP/1.1\r\n\r\n", 400, true)]
    [DataRow("GET /ipmi?module=default HTTP/1.1\r\n\r\n", 400, true)]
    [DataRow("GET /ipmi?target= HTTP/1.1\r\n\r\n", 400, true)]
    [DataRow("DELETE /ipmi?target=gpu-node-08 HTTP/1.1\r\n\r\n", 405, true)]
    [DataRow("POST /metrics HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 405, true)]
    [DataRow("POST /metrics HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", 400, false)]
    [DataRow("GET /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400, false)]
    [DataRow("GET /metrics HTTP/2.0\r\n\r\n", 400, false)]
    [DataRow("GET\r\n\r\n", 400, false)]
    [DataRow("GET  HTTP/1.1\r\n\r\n", 400, false)]
    [DataRow("\r\n\r\n", 400, false)]
    public void Parse_Head_StatusAndWhetherItGoesOn(string text, int status, bool keepAlive)
    {
        var head = Parse(text);

        Assert.AreEqual((status, keepAlive), (head!.Value.Status, head.Value.KeepAlive));
    }

    [TestMethod]
    [DataRow("/metrics?target=gpu-node-08", null)]
    [DataRow("/ipmi?module=default&target=gpu%2Dnode-08", "gpu-node-08")]
    [DataRow("/ipmi?target=gpu-node-08&module=default", "gpu-node-08")]
    [DataRow("/ipmi?target=%zz%", "%zz%")]
    public void Parse_Target_IsTheHostThatIsAskedFor(string path, string? host) =>
        Assert.AreEqual(host, Parse($"GET {path} HTTP/1.1\r\n\r\n")!.Value.Target);

    [TestMethod]
    public void Parse_EveryPart_WaitsForTheRest()
    {
        for (var length = 0; length < Get.Length; length++)
        {
            Assert.IsNull(Parse(Get[..length]), Get[..length]);
        }

        Assert.AreEqual(Get.Length, Parse(Get + Get)!.Value.Length);
    }

    [TestMethod]
    public void Parse_EndlessHead_IsRefused() => Assert.AreEqual(431, Parse("GET /metrics HTTP/1.1\r\nX: " + new string('x', RequestHead.Longest))!.Value.Status);

    /// <summary>Whatever comes: no fault, never more consumed than there is, and only a whole request for /metrics is answered with it.</summary>
    [TestMethod]
    public void Parse_Rubbish_IsNeverTakenForAScrape()
    {
        var random = new Random(9400);
        for (var run = 0; run < 20_000; run++)
        {
            var bytes = Encoding.ASCII.GetBytes(Get);
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)"\r\n :"[random.Next(4)] : (byte)random.Next(256);
            }

            var part = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            if (RequestHead.Parse(part) is { } head)
            {
                Assert.IsTrue(head.Length > 0 && head.Length <= part.Length);
                Assert.IsTrue(head.Status != 200 || part.StartsWith("GET /metrics"u8) || part.StartsWith("HEAD /metrics"u8), Encoding.Latin1.GetString(part));
            }
        }
    }

    private static RequestHead? Parse(string text) => RequestHead.Parse(Encoding.ASCII.GetBytes(text));
}
