using Grpc.Core;

namespace SovereignFleet.Server.Api;

/// <summary>A stream to a person that ends when the session does: rights are asked for again every few seconds, before a message is sent.</summary>
internal sealed class GuardedStream<T>(IServerStreamWriter<T> inner, Func<Task> admit, TimeProvider time) : IServerStreamWriter<T>
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private long asked = time.GetTimestamp();

    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public async Task WriteAsync(T message)
    {
        if (time.GetElapsedTime(asked) >= AskEvery)
        {
            await admit();
            asked = time.GetTimestamp();
        }

        await inner.WriteAsync(message);
    }

    public Task WriteAsync(T message, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : WriteAsync(message);
}
