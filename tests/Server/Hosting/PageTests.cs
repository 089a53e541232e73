using System.Buffers.Text;
using System.Text;
using Grpc.Core;
using SovereignFleet.Server.Hosting.Pages;

namespace SovereignFleet.Tests.Server.Hosting;

[TestClass]
public sealed class PageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Token_OfAPlace_ReadsAsThatPlace()
    {
        var id = Guid.CreateVersion7();

        Assert.AreEqual(new PagePlace<Guid>(Noon.AddTicks(10), id), PageToken.Read<Guid>("drains", PageToken.Of("drains", Noon.AddTicks(10), id)));
        Assert.AreEqual(new PagePlace<long>(Noon, 42), PageToken.Read<long>("journal", PageToken.Of("journal", Noon, 42L)));
        Assert.AreEqual(new PagePlace<string>(default, "ada lovelace"), PageToken.Read<string>("people", PageToken.Of("people", default, "ada lovelace")));
        Assert.IsNull(PageToken.Read<Guid>("drains", ""));
    }

    [TestMethod]
    [DataRow("*")]
    [DataRow("161")]
    [DataRow("bm8gdG9rZW4")] // "no token"
    public void Token_Unfit_IsAnInvalidArgument(string token) => Refused(token);

    [TestMethod]
    public void Token_OfAnotherListOrATimeThatCannotBe_IsAnInvalidArgument()
    {
        Refused(PageToken.Of("tickets", Noon, Guid.NewGuid()));
        Refused(PageToken.Of("drains", Noon, "no id"));
        Refused(Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"drains {long.MaxValue} {Guid.NewGuid()}")));
        Refused(Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"drains -1 {Guid.NewGuid()}")));
    }

    [TestMethod]
    public void Cut_WithARowToSpare_TellsWhereTheNextPageBegins()
    {
        Assert.AreEqual("2", Page<int>.Cut([1, 2, 3], 2, row => $"{row}").NextToken);
        Assert.AreEqual("1 2", string.Join(' ', Page<int>.Cut([1, 2, 3], 2, row => $"{row}").Rows));
        Assert.AreEqual("", Page<int>.Cut([1, 2], 2, row => $"{row}").NextToken);
    }

    [TestMethod]
    [DataRow(0u, 200)]
    [DataRow(7u, 7)]
    [DataRow(uint.MaxValue, 1000)]
    public void Size_OfWhatWasAsked_HasADefaultAndALimit(uint asked, int size) => Assert.AreEqual(size, Page<int>.Size(asked, 200, 1000));

    private static void Refused(string token) =>
        Assert.AreEqual(StatusCode.InvalidArgument, Assert.ThrowsExactly<RpcException>(() => PageToken.Read<Guid>("drains", token)).StatusCode, token);
}
