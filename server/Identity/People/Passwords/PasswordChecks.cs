using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SovereignFleet.Server.Identity.People.Passwords;

/// <summary>Hashes passwords a few at a time, in nobody's transaction: a hash takes a tenth of a second of a core, and a burst of sign-ins must
/// hold up neither the agents nor the database.</summary>
internal sealed class PasswordChecks(IOptions<PasswordHasherOptions> options) : IDisposable
{
    /// <summary>So many may wait for their turn; whoever comes then is told to come again.</summary>
    public const int Most = 32;

    private readonly PasswordHasher<object> hasher = new(options);
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> nobodysHash = new(() => new PasswordHasher<object>(options).HashPassword("nobody", Guid.NewGuid().ToString()));
    private int waiting;

    /// <param name="hash">Null: there is no such person. It takes the same time, and is refused.</param>
    /// <returns>Null: too many wait already.</returns>
    public Task<PasswordVerificationResult?> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) =>
        InTurnAsync<PasswordVerificationResult?>(() => Verify(hash, password), cancellationToken);

    /// <returns>Null: too many wait already.</returns>
    public Task<string?> HashAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync<string?>(() => hasher.HashPassword(this, password), cancellationToken);

    private PasswordVerificationResult Verify(string? hash, string password)
    {
        var verified = hasher.VerifyHashedPassword(this, hash ?? nobodysHash.Value, password);
        return hash is null ? PasswordVerificationResult.Failed : verified;
    }

    private async Task<T?> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref waiting) > Most)
        {
            Interlocked.Decrement(ref waiting);
            return default;
        }

        try
        {
            await turns.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public void Dispose() => turns.Dispose();
}
