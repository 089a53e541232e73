using System.Threading.RateLimiting;
using Grpc.Core;

namespace SovereignFleet.Server.Identity.People.Limits;

/// <summary>Bounds what anybody may try without credentials, per address: sign-in and enrollment.</summary>
internal sealed class AddressLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            // A rack that comes back enrolls at once; a guesser gets two tries a second.
            TokenLimit = 60,
            TokensPerPeriod = 2,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED.</exception>
    public void Take(string what, ServerCallContext context)
    {
        using var lease = limiter.AttemptAcquire(what + context.GetPlace().Bucket);
        if (!lease.IsAcquired)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, "Too many tries from this address; wait a minute."));
        }
    }

    public void Dispose() => limiter.Dispose();
}
