using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Tests.Server.Work.ByCommand;

/// <summary>What a proof is judged on: an answer of ten seconds ago, and a Frame of just now with one GPU and one inference server.</summary>
internal static class ProofScene
{
    public const string Gpu = "GPU-1";

    public static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public static ProofFacts Facts => new()
    {
        AnsweredAt = Now.AddSeconds(-10),
        Frame = new Frame
        {
            Gpus = { new GpuReading { Uuid = Gpu, State = GpuReading.Types.State.Present } },
            Inference = { new InferenceReading { Name = "vllm", InFlight = 0 } },
        },
        HeardAt = Now.AddSeconds(-1),
        ReadAt = Now.AddSeconds(-1),
        Boot = "boot-2",
    };

    public static string Words(WorkProof proof) => proof.Missing is { } missing ? $"{(proof.IsFinal ? "never" : "not yet")}: {missing}" : "proven";
}
