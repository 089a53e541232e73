using SovereignFleet.Diagnostics.Checks;
using SovereignFleet.Diagnostics.Gpus;
using SovereignFleet.Diagnostics.Reports;

var arguments = CheckArguments.Parse(args);
if (arguments.Fault is { } fault)
{
    Console.Error.WriteLine(fault);
    Console.Error.WriteLine(CheckArguments.Help);
    return ExitCode.CouldNotRun;
}

if (arguments.WantsHelp)
{
    Console.WriteLine(CheckArguments.Help);
    return ExitCode.Passed;
}

#if MANAGED_CUDA
var report = new SovereignFleet.Diagnostics.GpuExamination(new SovereignFleet.Diagnostics.Cuda.CudaGpus(), new DriverTemperature(), TimeProvider.System).Run(arguments);
#else
var report = CheckReport.WithoutCuda();
#endif
if (report.Reason.Length > 0)
{
    Console.Error.WriteLine(report.Reason);
}

Console.WriteLine(ReportJson.Of(report));
return ExitCode.Of(report);
