namespace SovereignFleet.Tests.Agent.Inference;

/// <summary>Gives its bytes in small pieces, as a network may.</summary>
internal sealed class TornStream(byte[] bytes, int piece) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
}
