<?php
// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the rollcall authors
//
// A document before the classes with which Zabbix reads an import, up to where
// it would look into its database; and the rules for names that it would ask
// that for.  php zabbix.php INCLUDE-FOLDER FILE
$include = $argv[1];
$files = [];
foreach (new RecursiveIteratorIterator(
	new RecursiveDirectoryIterator($include.'/classes')) as $file)
	$files[strtolower($file->getBasename('.php'))] = $file->getPathname();
spl_autoload_register(function ($class) use ($files) {
	if (isset($files[strtolower($class)]))
		require_once $files[strtolower($class)];
});
require_once $include.'/defines.inc.php';
require_once $include.'/gettextwrapper.inc.php';
require_once $include.'/func.inc.php';

function check_names($hosts) {
	$parser = new CHostNameParser();
	$seen = [];
	foreach ($hosts as $host) {
		foreach (['host', 'name'] as $key) {
			if (isset($seen[$key][$host[$key]]))
				throw new Exception("$key twice: ".$host[$key]);
			$seen[$key][$host[$key]] = true;
			if (mb_strlen($host[$key]) > 128)
				throw new Exception("$key too long: ".$host[$key]);
		}
		if ($parser->parse($host['host']) != CParser::PARSE_SUCCESS)
			throw new Exception('not a host name: '.$host['host']);
	}
}

try {
	$data = (new CXmlImportReader())->read(file_get_contents($argv[2]));
	$judge = new CXmlValidator(new CImportValidatorFactory('xml'), 'xml');
	$data = $judge->setStrict(true)->validate($data, '');
	$hosts = $data['zabbix_export']['hosts'] ?? [];
	check_names($hosts);
	echo count($hosts), " hosts\n";
}
catch (Exception $e) {
	echo $e->getMessage(), "\n";
	exit(1);
}
