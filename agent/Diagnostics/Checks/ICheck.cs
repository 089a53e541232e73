using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Checks;

/// <summary>One examination of a GPU.</summary>
internal interface ICheck
{
    string Name { get; }

    CheckResult Run(IGpu gpu, CheckArguments arguments, CheckLimits limits);
}
