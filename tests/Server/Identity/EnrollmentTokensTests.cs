using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Tests.Server.Identity;

[TestClass]
public sealed class EnrollmentTokensTests(TestContext test)
{
    private static readonly Guid HostId = Guid.NewGuid();

    [TestMethod]
    public async Task WithdrawAsync_OpenToken_EndsItAndIsInTheJournal()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var secret = await stage.SecretAsync(HostId, test.CancellationToken);
        var id = (await WithAsync(stage, tokens => tokens.ListAsync(Hosts, null, 9, test.CancellationToken))).Single().Id;

        Assert.IsTrue(await WithAsync(stage, tokens => tokens.WithdrawAsync(Hosts, id, "person:ada", test.CancellationToken)));

        Assert.IsInstanceOfType<EnrollmentOutcome.UnknownToken>(await stage.Enrollment.EnrollAsync(secret, IdentityStage.NewRequest(), "gpu-1", test.CancellationToken));
        Assert.IsFalse(await WithAsync(stage, tokens => tokens.WithdrawAsync(Hosts, id, "person:ada", test.CancellationToken)));
        await using var db = stage.Database.Contexts.CreateDbContext();
        var entry = await db.JournalEntries.SingleAsync(row => row.Kind == JournalKinds.TokenWithdrawn, test.CancellationToken);
        Assert.AreEqual(("person:ada withdrew an enrollment token of gpu-1.", (Guid?)HostId), (entry.Summary, entry.HostId));
    }

    [TestMethod]
    public async Task WithdrawAsync_SpentToken_IsTooLate()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        using var certificate = await stage.EnrolledAsync(HostId, test.CancellationToken);
        var token = (await WithAsync(stage, tokens => tokens.ListAsync(Hosts, null, 9, test.CancellationToken))).Single();
        Assert.IsNotNull(token.SpentAt);
        Assert.IsFalse(await WithAsync(stage, tokens => tokens.WithdrawAsync(Hosts, token.Id, "person:ada", test.CancellationToken)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("not hexadecimal")]
    [DataRow("00000000000000000000000000000000000000000000000000000000000000ff")]
    public async Task WithdrawAsync_WhatIsNone_IsMissing(string id)
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        Assert.IsNull(await WithAsync(stage, tokens => tokens.WithdrawAsync(Hosts, id, "person:ada", test.CancellationToken)));
    }

    [TestMethod]
    public async Task ListAsync_OfOtherHostsOrLongAgo_IsEmpty()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        await stage.SecretAsync(Guid.NewGuid(), test.CancellationToken);
        await stage.SecretAsync(HostId, test.CancellationToken);
        Assert.AreEqual(HostId, (await WithAsync(stage, tokens => tokens.ListAsync(Hosts, null, 9, test.CancellationToken))).Single().HostId);
        stage.Time.Advance(TimeSpan.FromDays(31));
        Assert.IsEmpty(await WithAsync(stage, tokens => tokens.ListAsync(Hosts, null, 9, test.CancellationToken)));
    }

    private static IReadOnlyCollection<Guid> Hosts => [HostId];

    private static async Task<T> WithAsync<T>(IdentityStage stage, Func<EnrollmentTokens, Task<T>> call)
    {
        await using var scope = stage.Get<IServiceScopeFactory>().CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<EnrollmentTokens>());
    }
}
