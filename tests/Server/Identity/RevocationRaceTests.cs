using System.Collections.Concurrent;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Tests.Server.Identity;

/// <summary>A thief renews without pause, on two replicas, while an operator revokes: the real database decides.</summary>
[TestClass]
public sealed class RevocationRaceTests(TestContext test)
{
    private const int Rounds = 1000;
    private const int RenewalsEach = 5;
    private static readonly byte[] Request = IdentityStage.NewRequest();

    [TestMethod]
    [Timeout(500_000, CooperativeCancellation = true)]
    public async Task Revoke_RacedAgainstRenewalsAndAnEnrollment_LeavesNoCertificate()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var other = IdentityStage.Replica(stage.Database, stage.PassphraseFile);
        await other.Authority.OpenAsync(test.CancellationToken);
        var survivors = new ConcurrentBag<string>();
        int renewed = 0, refused = 0;

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Rounds), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = test.CancellationToken }, async (round, stop) =>
            {
                var hostId = Guid.NewGuid();
                var first = new AgentPrincipal(hostId, (await stage.EnrolledAsync(hostId, stop)).SerialNumber);
                var secret = await stage.SecretAsync(hostId, stop);
                var thieves = new[] { stage, other, stage }.Select(replica => ThiefAsync(replica, first, stop)).ToList();
                var enrolling = EnrollAsync(other, secret, stop);
                await Task.Delay(TimeSpan.FromMilliseconds(round % 10), TimeProvider.System, stop);
                await (round % 2 == 0 ? stage : other).Enrollment.RevokeAsync(hostId, "gpu-1", "person:ada", stop);

                var taken = (await Task.WhenAll(thieves)).SelectMany(got => got).Concat(await enrolling).ToList();
                Interlocked.Add(ref renewed, taken.Count);
                Interlocked.Add(ref refused, thieves.Count * RenewalsEach + 1 - taken.Count);
                foreach (var agent in taken.Append(first))
                {
                    if (await other.Get<Lineages>().AdmitAsync(agent, stop) is not Standing.Revoked
                        || await stage.Enrollment.RenewAsync(agent, Request, stop) is not EnrollmentOutcome.RevokedCertificate)
                    {
                        survivors.Add($"round {round}: {agent.Serial}");
                    }
                }
            });

        test.WriteLine($"{Rounds} rounds: {renewed} certificates were issued in the race, {refused} tries were refused, {survivors.Count} survived.");
        Assert.IsEmpty(survivors);
        Assert.IsGreaterThan(Rounds / 4, renewed, "Nothing raced: the revocation was always first.");
        Assert.IsGreaterThan(Rounds / 4, refused, "Nothing raced: the revocation was always last.");
    }

    private static async Task<List<AgentPrincipal>> ThiefAsync(IdentityStage replica, AgentPrincipal first, CancellationToken cancellationToken)
    {
        var (got, present) = (new List<AgentPrincipal>(), first);
        for (var renewal = 0; renewal < RenewalsEach; renewal++)
        {
            if (await replica.Enrollment.RenewAsync(present, Request, cancellationToken) is not EnrollmentOutcome.Issued issued)
            {
                break;
            }

            present = new AgentPrincipal(first.HostId, issued.Certificate.SerialNumber);
            got.Add(present);
        }

        return got;
    }

    private static async Task<AgentPrincipal[]> EnrollAsync(IdentityStage replica, string secret, CancellationToken cancellationToken) =>
        await replica.Enrollment.EnrollAsync(secret, Request, "gpu-1", cancellationToken) is EnrollmentOutcome.Issued issued
            ? [new AgentPrincipal(issued.HostId, issued.Certificate.SerialNumber)]
            : [];
}
