<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.28" styleCategories="Symbology|MapTips|Temporal">
  <temporal enabled="1" mode="2" startField="date_start" endField="date_end" durationUnit="days" fixedDuration="0" accumulate="0" limitMode="1"/>
  <renderer-v2 type="categorizedSymbol" attr="status" enableorderby="1">
    <categories>
      <category value="corroborated" symbol="0" label="two or more sources" render="true"/>
      <category value="single_source" symbol="1" label="one source" render="true"/>
      <category value="disputed" symbol="2" label="disputed" render="true"/>
    </categories>
    <symbols>
      <symbol type="marker" name="0" alpha="0.85"><layer class="SimpleMarker" enabled="1"><Option type="Map"><Option type="QString" name="name" value="circle"/><Option type="QString" name="color" value="178,24,43,255"/><Option type="QString" name="outline_color" value="255,255,255,255"/><Option type="QString" name="size" value="3"/><Option type="QString" name="size_unit" value="MM"/></Option><data_defined_properties><Option type="Map"><Option type="QString" name="name" value=""/><Option type="Map" name="properties"><Option type="Map" name="size"><Option type="bool" name="active" value="true"/><Option type="QString" name="expression" value="2 + 1.6 * ln(1 + coalesce(killed_high, 0)) / ln(10) * 2"/><Option type="int" name="type" value="3"/></Option></Option><Option type="QString" name="type" value="collection"/></Option></data_defined_properties></layer></symbol>
      <symbol type="marker" name="1" alpha="0.85"><layer class="SimpleMarker" enabled="1"><Option type="Map"><Option type="QString" name="name" value="circle"/><Option type="QString" name="color" value="244,165,130,255"/><Option type="QString" name="outline_color" value="90,90,90,255"/><Option type="QString" name="size" value="2.6"/><Option type="QString" name="size_unit" value="MM"/></Option></layer></symbol>
      <symbol type="marker" name="2" alpha="0.85"><layer class="SimpleMarker" enabled="1"><Option type="Map"><Option type="QString" name="name" value="diamond"/><Option type="QString" name="color" value="84,39,136,255"/><Option type="QString" name="outline_color" value="255,255,255,255"/><Option type="QString" name="size" value="3.4"/><Option type="QString" name="size_unit" value="MM"/></Option></layer></symbol>
    </symbols>
  </renderer-v2>
  <mapTip>&lt;b&gt;[% type %] [% place %], [% date_start %]&lt;/b&gt;&lt;br/&gt;[% actors %] → [% targets %]&lt;br/&gt;killed [% killed_low %]–[% killed_high %]; [% status %], [% independent_sources %] source(s)</mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>
