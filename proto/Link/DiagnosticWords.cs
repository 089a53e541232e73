namespace SovereignFleet.Proto.Link;

/// <summary>What an agent's proof of the command diagnose says, in words that the server decides on.</summary>
public static class DiagnosticWords
{
    /// <summary>The level that was run: "3".</summary>
    public const string Level = "level";

    /// <summary>NVIDIA's diagnostic.</summary>
    public const string Dcgmi = "dcgmi";

    /// <summary>Our own check.</summary>
    public const string CudaCheck = "cuda_check";

    /// <summary>Something was tested, and none of it failed.</summary>
    public const string Passed = "passed";

    public const string Failed = "failed";

    /// <summary>The program is not on the Host.</summary>
    public const string NotInstalled = "not installed";

    public const string BuiltWithoutCuda = "was built without CUDA";
}
